import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseJson } from './exact-json.ts'

test('numbers are written again as they were sent, and others are numbers', () => {
  const text = '{"a":1.50,"b":[12345678901234567890,1E+2,-0.0],"c":1.5,"d":7,"e":"1.50"}'
  assert.equal(JSON.stringify(parseJson(text)), text)
  const { c, d } = Object(parseJson(text))
  assert.deepEqual([c, d], [1.5, 7])
  assert.deepEqual(parseJson('{"total":20,"at":"2026-01-01T00:00:00.000Z"}'), {
    total: 20,
    at: '2026-01-01T00:00:00.000Z',
  })
})
