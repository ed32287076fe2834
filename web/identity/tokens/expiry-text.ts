/** The sentence that says when a token will stop, in the zone of its day and in UTC. */
import { knownZone } from '../../core/ui/instant-text.ts'

const part = (at: number, timeZone: string, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('en-GB', { ...options, timeZone }).format(at).replace(',', '')

const DATE = { day: 'numeric', month: 'long' } as const
const TIME = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
const yearOf = (at: number, timeZone: string) => part(at, timeZone, { year: 'numeric' })

type DateWords = { readonly saidYear: string; readonly weekday?: boolean }

/** The year is said once, and again only where it is another one. */
const dateText = (at: number, timeZone: string, { saidYear, weekday = false }: DateWords) =>
  part(at, timeZone, {
    ...DATE,
    ...(weekday && { weekday: 'long' }),
    ...(yearOf(at, timeZone) !== saidYear && { year: 'numeric' }),
  })

/**
 * `Works through Sunday 21 February 2027. Stops Monday 22 February at 00:00, Europe/Berlin (21 February, 23:00 UTC).`
 * @param lastDay the last day it works, `2027-02-21`
 * @param stops the first instant it is refused, in milliseconds
 */
export const expiryText = (lastDay: string, stops: number, zone: string): string => {
  const timeZone = knownZone(zone)
  const last = Date.parse(`${lastDay}T12:00:00Z`)
  const through = part(last, 'UTC', { ...DATE, weekday: 'long', year: 'numeric' })
  const saidYear = yearOf(last, 'UTC')
  const local = `${dateText(stops, timeZone, { saidYear, weekday: true })} at ${part(stops, timeZone, TIME)}`
  if (timeZone === 'UTC') return `Works through ${through}. Stops ${local} UTC.`
  const utc = `${dateText(stops, 'UTC', { saidYear })}, ${part(stops, 'UTC', TIME)} UTC`
  return `Works through ${through}. Stops ${local}, ${timeZone} (${utc}).`
}
