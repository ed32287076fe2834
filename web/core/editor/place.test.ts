import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keyAt, placeAt } from './place.ts'

/** The place of `|` in a text. */
const placeIn = (text: string) => {
  const lines = text.split('\n')
  const line = lines.findIndex(one => one.includes('|'))
  const offset = lines[line]?.indexOf('|') ?? 0
  return placeAt(
    lines.map((one, index) => (index === line ? one.replace('|', '') : one)),
    { line, offset },
  )
}

const inShort = (text: string) => {
  const place = placeIn(text)
  return place && `${place.kind} ${place.path.join('/')} ${place.typed}`.trim()
}

const INFO = 'openapi: 3.0.1\ninfo:\n  title: Orders\n'

test('a key is at its place by what is above it', () => {
  assert.equal(inShort('op|'), 'key  op'.trim())
  assert.equal(inShort(`${INFO}  x-c|`), 'key info x-c')
  assert.equal(inShort(`${INFO}  x-cortex-slack:\n    channels:\n      - na|`), 'item info/x-cortex-slack/channels na')
  assert.equal(
    inShort(`${INFO}  x-cortex-slack:\n    channels:\n      - name: a\n        not|`),
    'key info/x-cortex-slack/channels not',
  )
})

test('a value is at its key, also in lists that are not indented', () => {
  assert.equal(inShort(`${INFO}  x-cortex-type: do|`), 'value info/x-cortex-type do')
  assert.equal(inShort(`${INFO}  x-cortex-type: |`), 'value info/x-cortex-type')
  assert.equal(inShort(`${INFO}  x-cortex-parents:\n  - tag: sh|`), 'value info/x-cortex-parents/tag sh')
  assert.equal(inShort(`${INFO}  x-cortex-parents:\n  - tag: a\n  - tag: sh|`), 'value info/x-cortex-parents/tag sh')
  assert.equal(inShort(`${INFO}  x-cortex-groups:\n    - a\n    - b|`), 'item info/x-cortex-groups b')
  assert.equal(
    inShort(`${INFO}  x-cortex-relationships:\n    - type: uses\n      destinations:\n        - tag: a|`),
    'value info/x-cortex-relationships/destinations/tag a',
  )
})

test('comments, blank lines and lines that are deeper change nothing', () => {
  const text = `${INFO}  # words: here\n\n  x-cortex-owners: # who\n    # first\n    - type: EMAIL\n      email: a@b.example\n\n    - type: G|`
  assert.equal(inShort(text), 'value info/x-cortex-owners/type G')
  assert.equal(inShort('info:\n  a:\n    b:\n      c: 1\n  d|'), 'key info d')
})

test('the other keys of the same map are known, above and below', () => {
  const place = placeIn(
    'info:\n  x-cortex-owners:\n    - type: EMAIL\n      em|\n      inheritance: NONE\n    - type: GROUP\n  title: a\n',
  )
  assert.deepEqual(
    [...(place?.siblings ?? [])],
    [
      ['type', 'EMAIL'],
      ['inheritance', 'NONE'],
    ],
  )
  assert.deepEqual(
    [...(placeIn('info:\n  title: a\n  x|\n  c: b\npaths: {}\n')?.siblings.keys() ?? [])],
    ['title', 'c'],
  )
})

test('nothing is said within comments, texts of several lines, braces and brackets', () => {
  assert.equal(inShort(`${INFO}  # x-c|`), undefined)
  assert.equal(inShort('info:\n  description: >\n    some ti|\n'), undefined)
  assert.equal(inShort(`${INFO}  x-cortex-groups: [a, b|]`), undefined)
  assert.equal(inShort(`${INFO}  title|:`), 'key info title')
  assert.equal(inShort(`${INFO}    deeper|`), undefined)
})

test('a key that the pointer is on is found with those above it', () => {
  const lines = `${INFO}  x-cortex-link:\n    - url: /a\n      name: b\n`.split('\n')
  assert.deepEqual(keyAt(lines, { line: 5, offset: 8 }), { path: ['info', 'x-cortex-link', 'name'], start: 6, end: 10 })
  assert.deepEqual(keyAt(lines, { line: 4, offset: 7 })?.path, ['info', 'x-cortex-link', 'url'])
  assert.equal(keyAt(lines, { line: 5, offset: 12 }), undefined)
  assert.equal(keyAt(['info:', '  # name: x'], { line: 1, offset: 5 }), undefined)
})
