import assert from 'node:assert/strict'
import { test } from 'node:test'
import { closeness, closest } from './closeness.ts'

const NAMES = [
  'Checkout',
  'My access tokens',
  'Token policy',
  'Create token',
  'Payments',
  'Audit logs',
  'Orders database',
]

const found = (typed: string) => closest(typed, NAMES, name => name)

test('a name is found by the start or a part of its words, the closest first', () => {
  assert.deepEqual(found('tok'), ['Token policy', 'My access tokens', 'Create token'])
  assert.deepEqual(found('create tok'), ['Create token'])
  assert.deepEqual(found('ORDERS data'), ['Orders database'])
  assert.deepEqual(found('eckou'), ['Checkout'])
  assert.deepEqual(found(''), [])
})

test('a letter that is wrong, missing, added or swapped is forgiven', () => {
  for (const typed of ['chekout', 'chekcout', 'checkkout', 'chackout', 'chekco'])
    assert.deepEqual(found(typed), ['Checkout'])
  assert.deepEqual(found('aduit'), ['Audit logs'])
  assert.deepEqual(found('paymnets'), ['Payments'])
})

test('what is something else is not found, and short words have to be right', () => {
  assert.equal(closeness('zebra', 'Checkout'), 0)
  assert.equal(closeness('tkn', 'Create token'), 0)
  assert.equal(closeness('x'.repeat(5000), 'Checkout'), 0)
})
