import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Problem } from '../../core/problems/problems.ts'
import { endOfDay, NEVER } from '../credentials/expiry.ts'
import { checkAgainstPolicy, longestExpiry, NO_POLICY, type Policy, type Wanted } from './rules.ts'

const at = (text: string) => Temporal.Instant.from(text).epochMilliseconds
const iso = (ms: number) => new Date(ms).toISOString()

const VIEWER = { id: 'VIEWER', name: 'Viewer' }
const USER = { id: 'USER', name: 'User' }
const NOW = at('2026-11-23T09:00:00Z')

const refusal = (policy: Partial<Policy>, roles: { id: string; name: string }[], wanted: Omit<Wanted, 'roles'>) => {
  try {
    checkAgainstPolicy({ ...NO_POLICY, ...policy }, { ...wanted, roles }, NOW)
    return undefined
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return [error.status, error.extra.field, error.details]
  }
}

test('the longest lifetime is counted in days of the zone’s calendar, also over a change of clocks', () => {
  const berlin = longestExpiry(90, 'Europe/Berlin', at('2027-01-15T12:00:00Z'))
  assert.deepEqual([berlin.lastDay, iso(berlin.expiresAt)], ['2027-04-15', '2027-04-15T22:00:00.000Z'])
  const spring = longestExpiry(1, 'Europe/Berlin', at('2027-03-27T12:00:00Z'))
  assert.deepEqual([spring.lastDay, iso(spring.expiresAt)], ['2027-03-28', '2027-03-28T22:00:00.000Z'])
  const autumn = longestExpiry(1, 'Europe/Berlin', at('2027-10-30T12:00:00Z'))
  assert.deepEqual([autumn.lastDay, iso(autumn.expiresAt)], ['2027-10-31', '2027-10-31T23:00:00.000Z'])
})

test('today is the day of the zone, and without a zone UTC’s', () => {
  const late = at('2027-02-21T23:30:00Z')
  assert.equal(longestExpiry(7, 'Europe/Berlin', late).lastDay, '2027-03-01')
  assert.equal(longestExpiry(7, null, late).lastDay, '2027-02-28')
})

test('a day that a zone skipped is not the last one', () => {
  const apia = longestExpiry(1, 'Pacific/Apia', at('2011-12-29T12:00:00Z'))
  assert.deepEqual([apia.lastDay, iso(apia.expiresAt)], ['2011-12-29', '2011-12-30T10:00:00.000Z'])
})

test('the latest day is allowed and the one after it is refused, naming the day', () => {
  const policy = { longestDays: 90 }
  const until = (day: string) => refusal(policy, [USER], { expiry: endOfDay(day, 'Europe/Berlin') })
  assert.equal(until('2027-02-21'), undefined)
  const sentence = 'expirationDate: Your workspace allows up to 90 days (until February 21, 2027).'
  assert.deepEqual(until('2027-02-22'), [400, 'expirationDate', sentence])
  assert.deepEqual(refusal(policy, [USER], { expiry: NEVER }), [400, 'expirationDate', sentence])
})

test('people are refused when every role of theirs is switched off, and people without a role are not', () => {
  const policy = { rolesOff: ['VIEWER'] }
  assert.deepEqual(refusal(policy, [VIEWER], {}), [
    403,
    undefined,
    'Your workspace has turned off personal tokens for Viewer. Contact an administrator.',
  ])
  assert.equal(refusal(policy, [VIEWER, USER], {}), undefined)
  assert.equal(refusal(policy, [], {}), undefined)
})

test('one role that asks for read-only tokens is enough, and the field is named', () => {
  const policy = { readOnlyRoles: ['VIEWER'] }
  assert.deepEqual(refusal(policy, [VIEWER, USER], { readOnly: false }), [
    400,
    'limits.readOnly',
    'limits.readOnly: Your workspace requires tokens of Viewer to be read-only.',
  ])
  assert.equal(refusal(policy, [VIEWER], { readOnly: true }), undefined)
  assert.equal(refusal(policy, [USER], { readOnly: false }), undefined)
})

test('an expiration date can be asked for without saying which', () => {
  const policy = { expiryRequired: true }
  assert.equal(refusal(policy, [USER], { expiry: NEVER })?.[1], 'expirationDate')
  assert.equal(refusal(policy, [USER], { expiry: endOfDay('2099-01-01', 'UTC') }), undefined)
})

test('the last active token within the maximum is allowed, and the next is not', () => {
  assert.equal(refusal({ mostTokens: 2 }, [USER], { liveTokens: 1 }), undefined)
  assert.equal(refusal({ mostTokens: 2 }, [USER], { liveTokens: 2 })?.[0], 400)
})
