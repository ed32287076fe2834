import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sizeOf } from './size.ts'

test('bytes that several parts of an order share count once, for they are sent once', () => {
  const base = new Uint8Array(1000)
  const versions = Array.from({ length: 200 }, (_, version) => ({ version, text: 'ab', base }))
  assert.equal(sizeOf([versions, null, undefined, 1]), 1000 + 200 * 2)
})
