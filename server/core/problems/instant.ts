/** Instants as they are sent and answered. */
import { badRequest } from './problems.ts'

/** Four digits of a year are all that ISO 8601 and its readers agree on; what lies beyond, before or after, is shown as this. */
export const EARLIEST = Date.parse('0000-01-01T00:00:00Z')
export const LATEST = Date.UTC(9999, 11, 31, 23, 59, 59, 999)

export const withinCalendar = (at: number) => Math.min(LATEST, Math.max(EARLIEST, at))

/** By so much the clocks of servers may differ. What was stored for later than that was stored while a clock was ahead. */
export const CLOCK_SKEW_MS = 60_000

/** A plus sign that was not escaped in the address arrives as a space. */
const SPACE_BEFORE_OFFSET = /(?<=[T ]\d[\d:.,]+) (?=\d\d(?::?\d\d)?$)/i

const FOUR_DIGITS = /^\d{4}/
const DAY = /^\d{4}-\d\d-\d\d$/
const WITHOUT_OFFSET = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?$/i

/** Whether it is a day and a time of day, without an offset: some zone's, or else UTC. */
export const isWithoutOffset = (text: string) => WITHOUT_OFFSET.test(text.trim())

const withOffset = (text: string) => {
  if (DAY.test(text)) return `${text}T00:00Z`
  return WITHOUT_OFFSET.test(text) ? `${text}Z` : text.replace(SPACE_BEFORE_OFFSET, '+')
}

/**
 * An instant with a year of four digits, in milliseconds UTC. Without an offset it is in UTC, and a day alone is its start. Where the
 * offset leads out of the year 9999, it is the last instant of that year. @returns undefined for any other text
 */
export const parseInstant = (text: string): number | undefined => {
  const written = text.trim()
  if (!FOUR_DIGITS.test(written)) return undefined
  try {
    return withinCalendar(Temporal.Instant.from(withOffset(written)).epochMilliseconds)
  } catch {
    return undefined
  }
}

/** @throws Problem 400 naming the field that is no instant */
export const requiredInstant = (name: string, text: string): number => {
  const at = parseInstant(text)
  if (at === undefined)
    throw badRequest(
      `${name}: must be an instant, such as 2027-01-31T18:00:00+01:00, or a day, such as 2027-01-31.`,
      name,
    )
  return at
}

/** The same where there may be none. */
export const instantOf = (name: string, text: string | undefined): number | undefined =>
  text === undefined ? undefined : requiredInstant(name, text)

const DAY_MS = 86_400_000
const two = (value: number) => (value < 10 ? `0${value}` : `${value}`)
const three = (value: number) => (value < 10 ? `00${value}` : value < 100 ? `0${value}` : `${value}`)

let latest = { day: Number.NaN, text: '' }

/** `YYYY-MM-DDT` of a day since 1970; most that are asked for one after another are of one day. */
const startOf = (day: number) => {
  if (day !== latest.day) latest = { day, text: new Date(day * DAY_MS).toISOString().slice(0, 'yyyy-mm-ddT'.length) }
  return latest.text
}

/** Milliseconds UTC as ISO 8601 in UTC, as `Date` writes them and at an eighth of its cost: every answer has some. */
export const iso = (stored: number): string => {
  const at = withinCalendar(stored)
  const day = Math.floor(at / DAY_MS)
  const ms = at - day * DAY_MS
  const seconds = Math.floor(ms / 1000)
  const minutes = Math.floor(seconds / 60)
  return `${startOf(day)}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:${two(seconds % 60)}.${three(ms % 1000)}Z`
}

/** Null also for what is stored and is no number: for texts that must be written whatever is stored, such as the audit log's. */
export const isoOrNull = (at: number | null): string | null => (Number.isFinite(at) ? iso(Number(at)) : null)
