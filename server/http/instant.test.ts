import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { iso } from './instant.ts'

test('instants are written as Date writes them, whichever was written before', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date('0000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }), date => {
      assert.equal(iso(date.getTime()), date.toISOString())
    }),
  )
})
