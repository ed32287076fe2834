import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exactText, relativeText, shortText } from './instant-text.ts'

const at = Date.parse('2027-02-21T23:00:00Z')
const before = (ms: number) => at - ms

test('an instant is shown in the largest unit of which there is a whole one', () => {
  assert.equal(relativeText(at, at), 'just now')
  assert.equal(relativeText(at, before(59_000)), 'in less than a minute')
  assert.equal(relativeText(at, before(90 * 60_000)), 'in 1 hour')
  assert.equal(relativeText(at, before(-3 * 86_400_000)), '3 days ago')
  assert.equal(relativeText(at, before(400 * 86_400_000)), 'in 1 year')
})

test('the exact time names its zone', () => {
  assert.match(exactText(at, 'Europe/Berlin'), /^Monday, February 22, 2027 at 00:00:00, Europe\/Berlin$/)
  assert.equal(shortText(at, 'UTC'), 'Feb 21, 2027, 23:00')
})

test('what is no time, or in a zone that the browser does not know, does not take the page with it', () => {
  assert.match(exactText(Number.NaN), /^an unknown time/)
  assert.equal(shortText(Number.NaN, 'UTC'), 'an unknown time')
  assert.match(exactText(at, 'Atlantis/Center'), /23:00:00, UTC$/)
})
