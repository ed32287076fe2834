/** The sentence that says when a token expires, in the zone of its day and in UTC. */
import { dateText, knownZone } from '../../core/ui/instant-text.ts'

const TIME = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const

const timeText = (at: number, timeZone: string) => new Intl.DateTimeFormat('en-US', { ...TIME, timeZone }).format(at)

/**
 * `Valid through Sunday, February 21, 2027. Expires Monday, February 22, 2027 at 00:00 (Europe/Berlin) · 2027-02-21 23:00 UTC.`
 * @param lastDay the last day it is valid, `2027-02-21`
 * @param stops the first instant it is refused, in milliseconds
 */
export const expiryText = (lastDay: string, stops: number, zone: string): string => {
  const timeZone = knownZone(zone)
  const through = dateText(Date.parse(`${lastDay}T12:00:00Z`), { timeZone: 'UTC', weekday: 'long' })
  const expires = `${dateText(stops, { timeZone, weekday: 'long' })} at ${timeText(stops, timeZone)}`
  if (timeZone === 'UTC') return `Valid through ${through}. Expires ${expires} UTC.`
  const utc = new Date(stops).toISOString().slice(0, 16).replace('T', ' ')
  return `Valid through ${through}. Expires ${expires} (${timeZone}) · ${utc} UTC.`
}
