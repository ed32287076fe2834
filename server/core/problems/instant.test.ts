import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { EARLIEST, iso, LATEST, parseInstant } from './instant.ts'

test('instants are written as Date writes them, whichever was written before', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date(EARLIEST), max: new Date(LATEST), noInvalidDate: true }), date => {
      assert.equal(iso(date.getTime()), date.toISOString())
    }),
  )
})

test('an instant outside the years of four digits is written as the nearest of them', () => {
  const form = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
  fc.assert(fc.property(fc.maxSafeInteger(), at => assert.match(iso(at), form)))
  assert.equal(iso(LATEST + 1), '9999-12-31T23:59:59.999Z')
  assert.equal(iso(EARLIEST - 1), '0000-01-01T00:00:00.000Z')
})

test('without an offset an instant is in UTC, in each form that clients write', () => {
  const read = (text: string) => {
    const at = parseInstant(text)
    return at === undefined ? undefined : iso(at)
  }
  const midnight = '2024-05-22T00:00:00.000Z'
  for (const text of [
    '2024-05-22',
    '2024-05-22T00:00',
    '2024-05-22T00:00:00',
    '2024-05-22T00:00:00.000',
    '2024-05-22 00:00',
    '2024-05-22 00:00:00',
    ' 2024-05-22t00:00:00,000000 ',
    '2024-05-22T02:00+02:00',
    '2024-05-22 02:00:00 02:00',
    '2024-05-22T00:00:00Z',
  ])
    assert.equal(read(text), midnight, text)
  for (const text of [
    '2024-05',
    '2024-02-30',
    '2024-05-22T24:01',
    '2024-05-22T00',
    '2024-05-22T00:00[Europe/Berlin]',
    '',
  ])
    assert.equal(read(text), undefined, text)
})

test('whatever instant is read can be written and read again', () => {
  const offset = fc.constantFrom('', 'Z', '+14:00', '-12:00', ' 05:30')
  const year = fc.constantFrom('0000', '1969', '9999', '10000', '+010000', '-000001', '-271821')
  const day = fc.constantFrom('-01-01T00:00:00', '-12-31T23:59:59.999', '-12-31', '')
  fc.assert(
    fc.property(year, day, offset, (...parts) => {
      const at = parseInstant(parts.join(''))
      if (at === undefined) return
      assert.match(parts[0], /^\d{4}$/)
      assert.equal(parseInstant(iso(at)), at)
    }),
  )
  assert.equal(parseInstant('9999-12-31T23:59:59-12:00'), LATEST)
})
