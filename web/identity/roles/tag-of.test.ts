import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tagOf } from './tag-of.ts'

test('a tag is proposed from letters and digits of the name, with single hyphens between', () => {
  assert.equal(tagOf('On-call (EU)'), 'on-call-eu')
  assert.equal(tagOf('  Équipe  réseau '), 'equipe-reseau')
  assert.equal(tagOf('运维'), '')
})

test('a proposed tag is no longer than a tag may be and ends in a letter or digit', () => {
  assert.equal(tagOf(`${'a'.repeat(62)} b`), 'a'.repeat(62))
})
