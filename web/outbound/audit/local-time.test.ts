import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fromField, toField } from './local-time.ts'

test('an instant comes back from the field it was shown in, to the minute', () => {
  const field = toField('2027-02-21T23:00:00.000Z')
  assert.match(field, /^2027-02-\d\dT\d\d:\d\d$/)
  assert.equal(fromField(field), '2027-02-21T23:00:00.000Z')
})

test('what is no whole time yet is no filter', () => {
  assert.equal(fromField(''), undefined)
  assert.equal(fromField('0002-01-01T00:00'), undefined)
  assert.equal(toField('yesterday'), '')
  assert.equal(toField(undefined), '')
})
