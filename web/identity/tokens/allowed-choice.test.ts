import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allowedChoice, NO_BOUNDS, whyNot } from './allowed-choice.ts'

const upTo = (longestDays: number, latestDay = '2027-02-21') => ({ longestDays, latestDay, expiryRequired: false })
const start = { choice: '90', picked: '' } as const

test('without a policy the choice to begin with stays', () => {
  assert.deepEqual(allowedChoice(start, NO_BOUNDS), start)
  assert.deepEqual(allowedChoice({ choice: 'never', picked: '' }, NO_BOUNDS), { choice: 'never', picked: '' })
})

test('the longest choice that the policy allows takes the place of a longer one', () => {
  assert.deepEqual(allowedChoice(start, upTo(90)), start)
  assert.deepEqual(allowedChoice(start, upTo(60)), { choice: '30', picked: '' })
  assert.deepEqual(allowedChoice({ choice: 'never', picked: '' }, upTo(400)), { choice: '365', picked: '' })
  assert.deepEqual(allowedChoice({ choice: 'day', picked: '2027-02-22' }, upTo(8)), { choice: '7', picked: '' })
})

test('a policy that is shorter than each choice offers its last day', () => {
  assert.deepEqual(allowedChoice(start, upTo(3)), { choice: 'day', picked: '2027-02-21' })
})

test('what is not allowed says why', () => {
  assert.equal(whyNot('365', upTo(90)), 'Longer than 90 days')
  assert.equal(whyNot('90', upTo(90)), undefined)
  assert.equal(whyNot('never', upTo(90)), 'A date is required')
  assert.equal(whyNot('never', { ...NO_BOUNDS, expiryRequired: true }), 'A date is required')
})
