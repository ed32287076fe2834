/** When a credential stops: a day in a time zone, or an instant. Pure; days follow the zone's own calendar. */
import { isWithoutOffset, parseInstant, withinCalendar } from '../../core/problems/instant.ts'
import { badRequest } from '../../core/problems/problems.ts'

/** What is stored. `expiresAt` is the first instant, in milliseconds UTC, at which the credential is refused. */
export type Expiry = {
  readonly lastDay: string | null
  readonly timeZone: string | null
  readonly expiresAt: number | null
}

export const NEVER: Expiry = { lastDay: null, timeZone: null, expiresAt: null }

const DAY = /^\d{4}-\d{2}-\d{2}$/

const zonedDay = (day: string, timeZone: string): Temporal.ZonedDateTime => {
  const date = plainDate(day)
  try {
    return date.toZonedDateTime({ timeZone })
  } catch {
    throw badRequest(`timeZone: ${timeZone} isn't an IANA time zone, such as Europe/Berlin.`, 'timeZone')
  }
}

const plainDate = (day: string): Temporal.PlainDate => {
  try {
    if (DAY.test(day)) return Temporal.PlainDate.from(day)
  } catch {}
  throw badRequest(`expirationDate: ${day} isn't a calendar day.`, 'expirationDate')
}

/** Zones only: an offset such as +02:00 is no place with rules for its clocks. */
const checkZone = (timeZone: string) => {
  if (/^[+-]/.test(timeZone))
    throw badRequest(`timeZone: ${timeZone} is an offset. Enter a time zone, such as Europe/Berlin.`, 'timeZone')
  return timeZone
}

/**
 * The day is the last one it works; it stops at the start of the next day in that zone. A day without a midnight starts
 * when its clocks do (America/Sao_Paulo 2018-11-04), and a day that the zone skipped (Pacific/Apia 2011-12-30) is no day.
 * What people type for "never" (9999-12-31) ends with the last instant that can be written.
 */
export const endOfDay = (day: string, timeZone: string): Expiry => {
  const start = zonedDay(day, checkZone(timeZone))
  if (start.toPlainDate().toString() !== plainDate(day).toString())
    throw badRequest(`expirationDate: ${day} does not exist in ${timeZone}.`, 'expirationDate')
  const end = plainDate(day).add({ days: 1 }).toZonedDateTime({ timeZone })
  return { lastDay: start.toPlainDate().toString(), timeZone, expiresAt: withinCalendar(end.epochMilliseconds) }
}

/** A time without an offset is the zone's. One that its clocks skip is the instant after the gap, one that they show twice the first. */
const inZone = (text: string, timeZone: string): number | undefined => {
  try {
    const local = Temporal.PlainDateTime.from(text.trim())
    return withinCalendar(local.toZonedDateTime(timeZone).epochMilliseconds)
  } catch {
    return undefined
  }
}

const atInstant = (text: string, timeZone: string | null): Expiry => {
  const expiresAt = timeZone !== null && isWithoutOffset(text) ? inZone(text, timeZone) : parseInstant(text)
  if (expiresAt === undefined)
    throw badRequest(
      'expirationDate: must be a day with timeZone, or an instant, such as 2027-01-31T18:00:00+01:00.',
      'expirationDate',
    )
  return { lastDay: null, timeZone, expiresAt }
}

/**
 * What people and clients choose: a day with its zone, an instant, or nothing. A time without an offset is in `timeZone`, or else in UTC.
 * @throws Problem 400 naming the field: no such day or zone, a day without a zone, or a moment that has passed
 */
export const chooseExpiry = (
  expirationDate: string | null | undefined,
  timeZone: string | null | undefined,
  now: number,
): Expiry => {
  if (expirationDate === null || expirationDate === undefined) {
    if (timeZone) throw badRequest('timeZone: use it together with expirationDate.', 'timeZone')
    return NEVER
  }
  const isDay = DAY.test(expirationDate)
  if (isDay && !timeZone) throw badRequest('timeZone: is required with a day, for example Europe/Berlin.', 'timeZone')
  const chosen = isDay
    ? endOfDay(expirationDate, timeZone ?? '')
    : atInstant(expirationDate, timeZone ? checkedZone(timeZone) : null)
  if (chosen.expiresAt !== null && chosen.expiresAt <= now)
    throw badRequest('expirationDate: Choose today or a later date.', 'expirationDate')
  return chosen
}

const checkedZone = (timeZone: string) => {
  zonedDay('2000-01-01', checkZone(timeZone))
  return timeZone
}

/** Works until the instant, not at it. */
export const isExpired = (expiresAt: number | null, now: number) => expiresAt !== null && now >= expiresAt

const DAY_FORM = { day: 'numeric', month: 'long', year: 'numeric' } as const
const FORM = {
  ...DAY_FORM,
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
} as const

const formatsIn = (timeZone: string) => ({
  timeZone,
  day: new Intl.DateTimeFormat('en-US', { ...DAY_FORM, timeZone }),
  instant: new Intl.DateTimeFormat('en-US', { ...FORM, timeZone }),
})

const UTC = formatsIn('UTC')
/** A list says hundreds of instants; making a format takes longer than using it. */
const remembered = new Map<string, typeof UTC>()
const MOST_REMEMBERED = 500

/** What is stored may be older than a rule, or name a zone that this version of the time zone database does not have. */
const formatsOf = (timeZone: string | null): typeof UTC => {
  if (timeZone === null) return UTC
  const known = remembered.get(timeZone)
  if (known) return known
  try {
    const made = formatsIn(timeZone)
    if (remembered.size >= MOST_REMEMBERED) remembered.clear()
    remembered.set(timeZone, made)
    return made
  } catch {
    return UTC
  }
}

/** "February 22, 2027" */
export const sayDay = (at: number, timeZone: string | null): string =>
  formatsOf(timeZone).day.format(withinCalendar(at))

/** "February 22, 2027 at 00:00 (Europe/Berlin), 2027-02-21T23:00Z"; without a zone, UTC alone. */
export const sayInstant = (stored: number, zone: string | null): string => {
  const at = withinCalendar(stored)
  const { timeZone, instant } = formatsOf(zone)
  const local = instant.format(at)
  const utc = Temporal.Instant.fromEpochMilliseconds(at).toString({ smallestUnit: 'minute' })
  return timeZone !== 'UTC' ? `${local} (${timeZone}), ${utc}` : `${local} UTC`
}
