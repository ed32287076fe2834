/** How an instant is said: relative to now, and exactly, in the reader's zone and language conventions. */

import { readerLocale, readerZone } from './preferences.ts'

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

/** UTC where this browser does not know the zone: its list may be older than the server's. */
export const knownZone = (timeZone: string): string => {
  try {
    new Intl.DateTimeFormat('en', { timeZone })
    return timeZone
  } catch {
    return 'UTC'
  }
}

/** The zone in which times are shown. */
export const shownZone = (): string => formatIn(undefined, {}).resolvedOptions().timeZone

const formatIn = (timeZone: string | undefined, options: Intl.DateTimeFormatOptions) => {
  const zone = timeZone ?? readerZone()
  return new Intl.DateTimeFormat(readerLocale(), { ...options, hourCycle: 'h23', timeZone: zone && knownZone(zone) })
}

const textOf = (format: Intl.DateTimeFormat, at: number) =>
  Number.isNaN(new Date(at).getTime()) ? 'an unknown time' : format.format(at)

const EXACT = {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
} as const

/** `Monday, February 22, 2027 at 00:00:00, Europe/Berlin`; without a zone, in the reader's. */
export const exactText = (at: number, timeZone?: string): string => {
  const format = formatIn(timeZone, EXACT)
  return `${textOf(format, at)}, ${format.resolvedOptions().timeZone}`
}

type DateWords = { readonly timeZone: string; readonly weekday?: 'long'; readonly month?: 'short' | 'long' }

/** `February 21, 2027`, in a zone; the weekday and a short month where asked for. */
export const dateText = (at: number, { month = 'long', ...words }: DateWords): string =>
  new Intl.DateTimeFormat(readerLocale(), { ...words, day: 'numeric', month, year: 'numeric' }).format(at)

/** The same of a calendar's day, `2027-02-21`. */
export const dayText = (day: string, month?: 'short'): string =>
  dateText(Date.parse(`${day}T12:00:00Z`), { timeZone: 'UTC', ...(month && { month }) })

/** `Feb 22, 2027, 00:00`, for where the exact time itself is shown. */
export const shortText = (at: number, timeZone?: string): string =>
  textOf(
    formatIn(timeZone, { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' }),
    at,
  )
