import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lineOf } from './line.ts'

const size = { width: 104, height: 54 }
const point = (day: number, value: number) => ({ timestamp: `2027-01-0${day}T00:00:00Z`, value })

test('a line goes from the first point to the last, as high as its values and as far as its times', () => {
  assert.equal(lineOf([point(1, 0), point(2, 5), point(5, 10)], size), 'M2.0 52.0L27.0 27.0L102.0 2.0')
})

test('equal values are in the middle, and so is a single point', () => {
  assert.equal(lineOf([point(1, 3), point(2, 3)], size), 'M2.0 27.0L102.0 27.0')
  assert.equal(lineOf([point(1, 3)], size), 'M52.0 27.0')
  assert.equal(lineOf([], size), '')
})
