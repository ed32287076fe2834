import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { rounds } from '../../testing/rounds.ts'
import { parseDocument } from '../descriptors/document.ts'
import { jsonText } from '../descriptors/json.ts'
import { mergeDescriptors, patch } from './merge.ts'

const EXISTING = `# our payments
openapi: 3.0.1 # version
info:
  title: "Payments" # shown
  x-cortex-tag: payments
  x-cortex-groups:
  - a # first
  - b
  x-number: 123456789012345678901234567890
  x-version: 1.10
  gone: 1
paths:
  '404': kept
`

const json = (text: string): unknown => {
  const { document } = parseDocument(text)
  assert.ok(document)
  return JSON.parse(jsonText(document))
}

const merged = (existing: string, text: string, options = {}) => {
  const { text: result } = mergeDescriptors(existing, text, options)
  assert.ok(result !== undefined)
  return result
}

test('a merge keeps comments, order, quoting and numbers, and touches only what the patch names', () => {
  const text = merged(EXISTING, 'info: { title: New, x-new: 98765432109876543210 }\n')
  assert.equal(
    text,
    EXISTING.replace('"Payments"', 'New').replace('  gone: 1\n', '  gone: 1\n  x-new: 98765432109876543210\n'),
  )
})

test('maps are merged, lists and values replaced', () => {
  const text = merged('a: {x: 1, y: {z: 2}}\nl: [1, 2]\ns: text\n', 'a: {y: {q: 3}, x: [1]}\nl: [3]\ns: {m: 1}\n')
  assert.deepEqual(json(text), { a: { x: [1], y: { z: 2, q: 3 } }, l: [3], s: { m: 1 } })
})

test('lists are appended to when asked for, and equal plain values are kept once', () => {
  const text = merged('l: [a, b, 1, {m: 1}]\n', 'l: [b, "1", 1, c, {m: 1}]\n', { appendArrays: true })
  assert.deepEqual(json(text), { l: ['a', 'b', 1, { m: 1 }, '1', 'c', { m: 1 }] })
})

test('a key with the marker is removed, wherever it stands', () => {
  const options = { deleteMarkerValue: '__delete__' }
  const text = merged(EXISTING, 'info: { gone: __delete__, x-new: { a: __delete__, b: 1 } }\n', options)
  assert.doesNotMatch(text, /gone|__delete__/)
  assert.match(text, /x-new: \{ b: 1 \}/)
  assert.equal(mergeDescriptors(undefined, 'a: 1\nb: __delete__\n', options).text, 'a: 1\n')
})

test('without an existing text the patch is stored as it was written', () => {
  const text = 'a:    1   # odd   spacing\n'
  assert.equal(mergeDescriptors(undefined, text, { deleteMarkerValue: '__delete__' }).text, text)
})

test('aliases of either text are written out where they would lose what they stand for', () => {
  const text = merged('base: &b {x: 1}\nused: *b\nlist: [*b]\n', 'new: &n [1]\nused: {y: *n}\nlast: *n\n')
  assert.deepEqual(json(text), { base: { x: 1 }, used: { x: 1, y: [1] }, list: [{ x: 1 }], new: [1], last: [1] })
})

test('a key is the same key however it is quoted', () => {
  assert.deepEqual(json(merged("paths: {'404': a}\n", 'paths: {404: b}\n')), { paths: { 404: 'b' } })
})

test('a patch that cannot be read says where; what is wrong after the merge carries no lines', () => {
  assert.equal(mergeDescriptors(EXISTING, 'a: [1\n').violations.length > 0, true)
  const { entity, violations } = patch(EXISTING, 'info: {title: null, x-cortex-tag: payments}\n', {})
  assert.equal(entity, undefined)
  assert.deepEqual(
    violations.map(({ pointer, startLine }) => [pointer, startLine]),
    [['/info/title', undefined]],
  )
})

const value = fc.letrec(tie => ({
  any: fc.oneof(
    { depthSize: 'small' },
    fc.string({ unit: 'grapheme' }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.bigInt(),
    tie('list'),
    tie('map'),
  ),
  list: fc.array(tie('any'), { maxLength: 4 }),
  map: fc.dictionary(fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 5 }), tie('any'), {
    maxKeys: 4,
    noNullPrototype: true,
  }),
}))

const isMap = (one: unknown): one is Record<string, unknown> =>
  typeof one === 'object' && one !== null && !Array.isArray(one)

/** The rule itself, on plain values. */
const mergedValue = (into: unknown, from: unknown): unknown => {
  if (!isMap(into) || !isMap(from)) return from
  const both = new Map(Object.entries(into))
  for (const [key, one] of Object.entries(from)) both.set(key, mergedValue(both.get(key), one))
  return Object.fromEntries(both)
}

/** JSON in which big integers stand with all their digits. */
const exact = (one: unknown) =>
  JSON.stringify(one, (_, inner) => (typeof inner === 'bigint' ? `bigint:${inner}` : inner)).replace(
    /"bigint:(-?\d+)"/g,
    '$1',
  )

test('a merge of texts is the merge of their values, whatever they hold', () => {
  fc.assert(
    fc.property(value.map, value.map, (into, from) => {
      const text = merged(exact(into), exact(from))
      const { document } = parseDocument(text)
      assert.ok(document)
      assert.deepEqual(JSON.parse(jsonText(document)), JSON.parse(exact(mergedValue(into, from))))
    }),
    { numRuns: rounds({ short: 100, long: 300 }) },
  )
})

test('merging a text into itself changes nothing but its spacing', () => {
  fc.assert(
    fc.property(value.map, one => {
      const text = merged(exact(one), exact(one))
      assert.equal(merged(text, text), text)
    }),
    { numRuns: rounds({ short: 60, long: 200 }) },
  )
})
