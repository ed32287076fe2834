import assert from 'node:assert/strict'
import { test } from 'node:test'
import { barsOf } from './bars.ts'

const now = new Date(2027, 2, 29, 12, 30).getTime()
const at = (...parts: [number, number, number, number]) => new Date(...parts).toISOString()

test('hours of one day of the calendar add up, over a change of clocks too', () => {
  const bars = barsOf(
    [
      { hour: at(2027, 2, 28, 0), calls: 3, refused: 1 },
      { hour: at(2027, 2, 28, 23), calls: 4, refused: 0 },
      { hour: at(2027, 2, 29, 12), calls: 5, refused: 5 },
    ],
    'days',
    now,
  )
  assert.equal(bars.length, 90)
  const day = (date: number) => new Date(2027, 2, date).getTime()
  assert.deepEqual(bars.at(-1), { at: day(29), label: 'Mar 29, 2027', calls: 5, refused: 5 })
  assert.deepEqual(bars.at(-2), { at: day(28), label: 'Mar 28, 2027', calls: 7, refused: 1 })
})

test('the last 48 hours end with the present one, and what is older is left out', () => {
  const bars = barsOf(
    [
      { hour: at(2027, 2, 29, 12), calls: 2, refused: 0 },
      { hour: at(2027, 2, 20, 12), calls: 9, refused: 0 },
    ],
    'hours',
    now,
  )
  assert.equal(bars.length, 48)
  assert.equal(bars.at(-1)?.calls, 2)
  assert.equal(
    bars.reduce((sum, { calls }) => sum + calls, 0),
    2,
  )
})
