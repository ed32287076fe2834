import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addDays, choiceOfDays, dayIn, dayOf } from './expiry-choice.ts'
import { expiryText } from './expiry-text.ts'

test('the preview says the last day, and the instant it stops in the chosen zone and in UTC', () => {
  assert.equal(
    expiryText('2027-02-21', Date.parse('2027-02-21T23:00:00Z'), 'Europe/Berlin'),
    'Valid through Sunday, February 21, 2027. Expires Monday, February 22, 2027 at 00:00 (Europe/Berlin) · 2027-02-21 23:00 UTC.',
  )
})

test('a year that changes with the day is said', () => {
  assert.equal(
    expiryText('2027-12-31', Date.parse('2028-01-01T05:00:00Z'), 'America/New_York'),
    'Valid through Friday, December 31, 2027. Expires Saturday, January 1, 2028 at 00:00 (America/New_York) · 2028-01-01 05:00 UTC.',
  )
})

test('in UTC the instant is said once', () => {
  assert.equal(
    expiryText('2027-02-21', Date.parse('2027-02-22T00:00:00Z'), 'UTC'),
    'Valid through Sunday, February 21, 2027. Expires Monday, February 22, 2027 at 00:00 UTC.',
  )
})

test('today is the day of the chosen zone', () => {
  const at = Date.parse('2027-02-21T23:30:00Z')
  assert.equal(dayIn('UTC', at), '2027-02-21')
  assert.equal(dayIn('Europe/Berlin', at), '2027-02-22')
  assert.equal(dayOf({ choice: '7', picked: '' }, 'Europe/Berlin', at), '2027-03-01')
})

test('days are counted on the calendar, also over a change of clocks', () => {
  assert.equal(addDays('2027-03-27', 2), '2027-03-29')
  assert.equal(addDays('2028-02-28', 1), '2028-02-29')
  assert.equal(addDays('2027-01-01', 999_999_999), undefined)
})

test('a link names one of the choices or a day of its own', () => {
  const at = Date.parse('2027-02-21T12:00:00Z')
  assert.deepEqual(choiceOfDays(30, 'UTC', at), { choice: '30', picked: '' })
  assert.deepEqual(choiceOfDays(45, 'UTC', at), { choice: 'day', picked: '2027-04-07' })
  assert.deepEqual(choiceOfDays(undefined, 'UTC', at), { choice: '90', picked: '' })
})
