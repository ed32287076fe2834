import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRange, isWithin } from './ranges.ts'

test('ranges are addresses or CIDR', () => {
  for (const range of ['10.0.0.0/8', '::1', 'fd00::/8', '192.168.1.4']) assert.ok(isRange(range), range)
  for (const range of ['10.0.0.0/33', 'localhost', '', '1.2.3', '::/129', '10.0.0.0/8/8'])
    assert.ok(!isRange(range), range)
})

test('an address is within a range whichever way a socket writes it', () => {
  assert.ok(isWithin('10.1.2.3', '192.168.0.0/16,10.0.0.0/8'))
  assert.ok(isWithin('::ffff:10.1.2.3', '10.0.0.0/8'))
  assert.ok(isWithin('2001:db8::7', '2001:db8::/32'))
  assert.ok(isWithin('203.0.113.9', '203.0.113.9'))
  assert.ok(isWithin('203.0.113.9', '0.0.0.0/0'))
})

test('what is outside, of the other family or no address at all is not within', () => {
  assert.ok(!isWithin('11.0.0.1', '10.0.0.0/8'))
  assert.ok(!isWithin('::1', '0.0.0.0/0'))
  assert.ok(!isWithin('', '0.0.0.0/0'))
  assert.ok(!isWithin('10.0.0.1.example.com', '10.0.0.0/8'))
})
