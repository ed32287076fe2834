import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId, newOrderedId } from './ids.ts'

test('an identifier is a prefix and 16 hex characters', () => {
  for (const id of [newId('en'), newOrderedId('au')]) assert.match(id, /^(en|au)[0-9a-f]{16}$/)
})

test('ordered identifiers sort as they were made, also where the counter starts again', () => {
  const made = Array.from({ length: 1_200_000 }, () => newOrderedId('au'))
  assert.ok(made.every((id, i) => i === 0 || (made[i - 1] ?? '') < id))
})
