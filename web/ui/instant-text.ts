/** How an instant is said: relative to now, and exactly, in the reader's zone and language conventions. */

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const UNITS = [
  { unit: 'year', ms: 365 * DAY },
  { unit: 'month', ms: 30 * DAY },
  { unit: 'day', ms: DAY },
  { unit: 'hour', ms: HOUR },
  { unit: 'minute', ms: MINUTE },
] as const

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'always' })

/** `just now`, `5 minutes ago`, `in 3 days`: the largest unit of which there is a whole one. */
export const relativeText = (at: number, now: number): string => {
  const away = at - now
  const found = UNITS.find(({ ms }) => Math.abs(away) >= ms)
  if (!found) return away > 0 ? 'in less than a minute' : 'just now'
  return relative.format(Math.trunc(away / found.ms), found.unit)
}

const exact = (timeZone: string | undefined) =>
  new Intl.DateTimeFormat('en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZone,
  })

/** `Monday 22 February 2027 at 00:00:00, Europe/Berlin`; without a zone, in the reader's. */
export const exactText = (at: number, timeZone?: string): string => {
  const format = exact(timeZone)
  return `${format.format(at)}, ${format.resolvedOptions().timeZone}`
}

/** `22 Feb 2027, 00:00`, for where the exact time itself is shown. */
export const shortText = (at: number, timeZone?: string): string =>
  new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
  }).format(at)
