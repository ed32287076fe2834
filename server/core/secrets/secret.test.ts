import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { hashOf, holdsSecret, isWellFormed, last4Of, newSecret, PREFIXES } from './secret.ts'

const kind = fc.constantFrom('personal' as const, 'workspace' as const)
const random = fc.uint8Array({ minLength: 30, maxLength: 30 })

test('a secret is its prefix, 41 base62 characters and a checksum of 6, whatever the random bytes are', () => {
  fc.assert(
    fc.property(kind, random, (one, bytes) => {
      const secret = newSecret(one, bytes)
      assert.match(secret, /^portico_(pat|key)_[0-9A-Za-z]{47}$/)
      assert.ok(secret.startsWith(PREFIXES[one]))
      assert.ok(isWellFormed(secret))
    }),
  )
})

test('the extremes of the random bytes give well-formed secrets of the same length', () => {
  for (const byte of [0, 255]) assert.equal(newSecret('personal', new Uint8Array(30).fill(byte)).length, 59)
})

test('one wrong character anywhere is noticed without a database', () => {
  const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_- '
  fc.assert(
    fc.property(kind, random, fc.nat(58), fc.constantFrom(...alphabet), (one, bytes, at, character) => {
      const secret = newSecret(one, bytes)
      const changed = secret.slice(0, at) + character + secret.slice(at + 1)
      assert.equal(isWellFormed(changed), changed === secret)
    }),
  )
})

test('no string makes the check throw', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), text => assert.equal(isWellFormed(text), false)))
})

test('what is stored is the SHA-256 of the secret and its last four characters', () => {
  const secret = newSecret('personal', new Uint8Array(30))
  assert.match(hashOf(secret), /^[0-9a-f]{64}$/)
  assert.equal(last4Of(secret), secret.slice(55))
})

test('two different inputs never give the same secret', () => {
  fc.assert(
    fc.property(random, random, (a, b) => {
      fc.pre(Buffer.compare(a, b) !== 0)
      assert.notEqual(newSecret('personal', a), newSecret('personal', b))
    }),
  )
})

test('a secret is found in any text, whatever is before and after it, and one with a wrong character is none', () => {
  const around = fc.oneof(fc.string(), fc.constantFrom('portico_pat_', 'portico_key_', 'a', '_', '\n'))
  fc.assert(
    fc.property(kind, random, around, around, (one, bytes, before, after) => {
      const secret = newSecret(one, bytes)
      assert.ok(holdsSecret(before + secret + after))
      const wrong = secret.slice(0, -1) + (secret.endsWith('a') ? 'b' : 'a')
      assert.ok(!holdsSecret(before + wrong + after))
    }),
  )
})
