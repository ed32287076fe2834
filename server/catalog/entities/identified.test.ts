/** Lists whose items are told apart by a key: only the items that change are written. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseDocument } from '../descriptors/document.ts'
import { jsonText } from '../descriptors/json.ts'
import { mergeDescriptors } from './merge.ts'

const OPTIONS = { identifiedBy: { list: 'id' }, deleteMarkerValue: '__gone__' }

const EXISTING = `a: 1
list:
  # the first
  - id: one # and beside
    kept: 007
  - {id: Two, x: [1, 0x2]}   # in brackets
  # before the third
  - id: three
    text: |
      of several
      lines

    # at its end
after: here
`

const merged = (patch: string, existing = EXISTING) => {
  const { text, violations } = mergeDescriptors(existing, patch, OPTIONS)
  return text ?? assert.fail(JSON.stringify(violations))
}

test('an item that is named stays as it is written, and what the patch says of it is merged in', () => {
  assert.equal(merged('list: [{id: one}, {id: Two}, {id: three}]'), EXISTING)
  assert.equal(
    merged('list: [{id: one, more: yes}, {id: Two}, {id: three}]'),
    EXISTING.replace(
      '  - id: one # and beside\n    kept: 007',
      '  - id: one # and beside\n    kept: 007\n    more: yes',
    ),
  )
  assert.equal(
    merged('list: [{id: one, kept: __gone__}, {id: Two}, {id: three}]'),
    EXISTING.replace('  - id: one # and beside\n    kept: 007', '  - id: one # and beside'),
  )
})

test('an item that is not named goes, and new ones are added at the end', () => {
  assert.equal(
    merged('list: [{id: one}, {id: three}]'),
    EXISTING.replace('  - {id: Two, x: [1, 0x2]}   # in brackets\n', ''),
  )
  assert.equal(
    merged('list: [{id: one}, {id: Two}, {id: three}, {id: four, drop: __gone__}]'),
    EXISTING.replace('    # at its end\n', '    # at its end\n  - id: four\n'),
  )
})

test('another order, other brackets and an empty list are written as a whole', () => {
  const orderly = merged('list: [{id: three}, {id: one}]')
  assert.match(orderly, /^a: 1\nlist:[\s\S]*after: here\n$/)
  assert.match(orderly, /id: three[\s\S]*id: one\n {4}kept: 007/)
  assert.equal(merged('list: []'), 'a: 1\nlist: []\nafter: here\n')
  assert.equal(merged('list: [{id: b}]', 'list: [{id: a}, {id: b}] # beside\n'), 'list: # beside\n  - id: b\n')
})

test('any list becomes any other list, and says what was asked for', () => {
  const item = fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd', 'e'), n: fc.integer({ min: 0, max: 2 }) })
  const lists = fc.uniqueArray(
    item.map(({ id, n }) => ({ id, n })),
    { selector: ({ id }) => id, maxLength: 5 },
  )
  const written = (list: readonly { id: string; n: number }[], extra: string) =>
    list.length === 0
      ? 'list: []\n'
      : `list:\n${list.map(({ id, n }) => `- id: ${id} # ${id}\n  n: ${n}\n${extra}`).join('')}`
  fc.assert(
    fc.property(lists, lists, fc.constantFrom('', '  own: 0815\n', '  # comment\n', '\n'), (before, after, extra) => {
      const text = merged(JSON.stringify({ list: after }), `first: 1\n${written(before, extra)}last: 2\n`)
      const { document } = parseDocument(text)
      const { first, list, last } = JSON.parse(jsonText(document ?? assert.fail(text)))
      assert.deepEqual([first, last], [1, 2])
      assert.deepEqual(
        list.map(({ id, n }: { id: string; n: number }) => ({ id, n })),
        after,
      )
      const own = list.map(({ id, own }: { id: string; own?: unknown }) => [id, own !== undefined])
      const had = (id: string) => extra.includes('own') && before.some(one => one.id === id)
      assert.deepEqual(
        own,
        after.map(({ id }) => [id, had(id)]),
      )
    }),
  )
})
