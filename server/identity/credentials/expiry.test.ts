import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Problem } from '../../core/problems/problems.ts'
import { chooseExpiry, endOfDay, isExpired, sayInstant } from './expiry.ts'

const HOUR = 3_600_000
const zones = Intl.supportedValuesOf('timeZone')
const days = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2100-12-31'), noInvalidDate: true })
  .map(date => date.toISOString().slice(0, 10))

const detailsOf = (work: () => unknown): string => {
  try {
    work()
  } catch (error) {
    if (error instanceof Problem) return error.details
    throw error
  }
  return ''
}

const endsAt = (day: string, zone: string) => new Date(endOfDay(day, zone).expiresAt ?? 0).toISOString()

test('a day ends where the next one begins in that zone, in every zone and on every day there is', () => {
  fc.assert(
    fc.property(days, fc.constantFrom(...zones), (day, zone) => {
      const refused = detailsOf(() => endOfDay(day, zone))
      if (refused) return assert.match(refused, /does not exist in/)
      const end = endOfDay(day, zone).expiresAt ?? 0
      const zoned = (at: number) => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
      assert.equal(
        zoned(end - 1)
          .toPlainDate()
          .toString(),
        day,
      )
      assert.ok(Temporal.PlainDate.compare(zoned(end).toPlainDate(), day) > 0)
    }),
    { numRuns: 500 },
  )
})

test('days have 23, 24 and 25 hours', () => {
  const lengthOf = (day: string) =>
    (endOfDay(day, 'Europe/Berlin').expiresAt ?? 0) -
    (endOfDay(Temporal.PlainDate.from(day).subtract({ days: 1 }).toString(), 'Europe/Berlin').expiresAt ?? 0)
  assert.equal(lengthOf('2027-03-28'), 23 * HOUR)
  assert.equal(lengthOf('2027-03-29'), 24 * HOUR)
  assert.equal(lengthOf('2027-10-31'), 25 * HOUR)
})

test('where the clocks skip midnight, the day before ends when the next begins', () => {
  assert.equal(endsAt('2018-11-03', 'America/Sao_Paulo'), '2018-11-04T03:00:00.000Z')
  assert.equal(endsAt('2023-03-25', 'Asia/Beirut'), '2023-03-25T22:00:00.000Z')
  assert.equal(endsAt('2023-04-27', 'Africa/Cairo'), '2023-04-27T22:00:00.000Z')
})

test('a day that the zone skipped does not exist, and the day before it ends where the day after begins', () => {
  assert.equal(
    detailsOf(() => endOfDay('2011-12-30', 'Pacific/Apia')),
    'expirationDate: 2011-12-30 does not exist in Pacific/Apia.',
  )
  assert.equal(endsAt('2011-12-29', 'Pacific/Apia'), '2011-12-30T10:00:00.000Z')
})

test('bad days and zones are refused by name', () => {
  const now = Date.UTC(2027, 0, 1)
  assert.match(
    detailsOf(() => chooseExpiry('2027-02-30', 'Europe/Berlin', now)),
    /^expirationDate: 2027-02-30 isn't a calendar day/,
  )
  assert.match(
    detailsOf(() => chooseExpiry('2027-02-20', 'Mars/Base', now)),
    /^timeZone: Mars\/Base isn't an IANA time zone/,
  )
  assert.match(
    detailsOf(() => chooseExpiry('2027-02-20', '+02:00', now)),
    /^timeZone: \+02:00 is an offset/,
  )
  assert.match(
    detailsOf(() => chooseExpiry('2027-02-20', undefined, now)),
    /^timeZone: is required with a day/,
  )
  assert.match(
    detailsOf(() => chooseExpiry(undefined, 'Europe/Berlin', now)),
    /^timeZone: use it together with expirationDate/,
  )
  assert.match(
    detailsOf(() => chooseExpiry('2027-02-20T10', undefined, now)),
    /must be a day with timeZone, or an instant/,
  )
  assert.equal(
    detailsOf(() => chooseExpiry('2026-12-31', 'Europe/Berlin', now)),
    'expirationDate: Choose today or a later date.',
  )
  assert.equal(
    detailsOf(() => chooseExpiry('2027-01-01T00:00:00Z', undefined, now)),
    'expirationDate: Choose today or a later date.',
  )
})

test('a time without an offset is in the zone that is sent with it, and otherwise in UTC', () => {
  const at = (date: string, zone?: string) => new Date(chooseExpiry(date, zone, 0).expiresAt ?? 0).toISOString()
  assert.equal(at('2027-02-20T10:00:00'), '2027-02-20T10:00:00.000Z')
  assert.equal(at('2027-02-20 10:00', 'Europe/Berlin'), '2027-02-20T09:00:00.000Z')
  assert.equal(at('2027-02-20T10:00:00Z', 'Europe/Berlin'), '2027-02-20T10:00:00.000Z')
  assert.equal(at('2027-03-28T02:30', 'Europe/Berlin'), '2027-03-28T01:30:00.000Z', 'the clocks skip this time')
  assert.match(
    detailsOf(() => chooseExpiry('2027-02-30T10:00', 'Europe/Berlin', 0)),
    /must be a day with timeZone, or an instant/,
  )
})

test('no text makes the choice throw anything but a 400', () => {
  fc.assert(
    fc.property(
      fc.string({ maxLength: 64 }),
      fc.option(fc.string({ maxLength: 64 }), { nil: undefined }),
      (date, zone) => {
        try {
          chooseExpiry(date, zone, 0)
        } catch (error) {
          assert.ok(error instanceof Problem && error.status === 400)
        }
      },
    ),
  )
})

test('today is still possible where it is not over yet', () => {
  const lateInBerlin = Date.parse('2027-02-21T22:59:59.999Z')
  assert.equal(chooseExpiry('2027-02-21', 'Europe/Berlin', lateInBerlin).expiresAt, lateInBerlin + 1)
})

test('a token works until the instant and not at it', () => {
  assert.equal(isExpired(1000, 999), false)
  assert.equal(isExpired(1000, 1000), true)
  assert.equal(isExpired(null, Number.MAX_SAFE_INTEGER), false)
})

test('an instant is said in its zone and in UTC', () => {
  const at = Date.parse('2027-02-21T23:00:00Z')
  assert.equal(sayInstant(at, 'Europe/Berlin'), 'February 22, 2027 at 00:00 (Europe/Berlin), 2027-02-21T23:00Z')
  assert.equal(sayInstant(at, null), 'February 21, 2027 at 23:00 UTC')
})
