import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Problem } from '../../core/problems/problems.ts'
import { rounds } from '../../testing/rounds.ts'
import { parseDocument } from './document.ts'
import { fieldsOf } from './fields.ts'
import { jsonText, jsonValue } from './json.ts'
import { Faults } from './violations.ts'

const REAL = `# payments
openapi: 3.0.1
info:
  title: "Payments"
  x-cortex-tag: payments
  x-cortex-owners:
    - type: group
      name: payments-team
      provider: CORTEX
  x-cortex-custom-metadata: &meta
    tier: 1
    big: 12345678901234567890
  x-again: *meta
paths:
  '404': { b: 1.10, a: 0x1F }
  /: {}
`

const problems = (text: string) => parseDocument(text).violations
const only = (text: string) => {
  const [first, ...rest] = problems(text)
  assert.ok(first)
  assert.equal(rest.length, 0)
  return first
}

test('a document becomes JSON with its keys in their places and its numbers as written', () => {
  const { document, violations } = parseDocument(REAL)
  assert.ok(document)
  assert.deepEqual(violations, [])
  assert.equal(
    jsonText(document),
    '{"openapi":"3.0.1","info":{"title":"Payments","x-cortex-tag":"payments","x-cortex-owners":[{"type":"group","name":"payments-team","provider":"CORTEX"}],"x-cortex-custom-metadata":{"tier":1,"big":12345678901234567890},"x-again":{"tier":1,"big":12345678901234567890}},"paths":{"404":{"b":1.10,"a":31},"/":{}}}',
  )
})

test('an integer that JavaScript cannot hold stays text in a JSON value', () => {
  const { document } = parseDocument('big: 12345678901234567890\nsafe: 9007199254740991\nnot: .nan')
  assert.ok(document)
  assert.deepEqual(jsonValue(document, document.root), {
    big: '12345678901234567890',
    safe: 9007199254740991,
    not: '.nan',
  })
})

test('a duplicate key is refused at its line', () => {
  const fault = only('a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\n')
  assert.equal(fault.pointer, '/b/c')
  assert.equal(fault.startLine, 5)
  assert.equal(fault.violationType, 'MUST')
})

test('a tab as indentation is refused at its line', () => {
  const [fault] = problems('a:\n\tb: 1\n')
  assert.equal(fault?.startLine, 2)
  assert.match(fault?.description ?? '', /tab/i)
})

test('a second document is refused', () => {
  assert.match(problems('a: 1\n---\nb: 2\n')[0]?.description ?? '', /more than one document/)
})

test('a control character is refused at its line, raw or in a key', () => {
  assert.match(only('a: 1\nb: x\u0000y\n').description, /contains a control character \(U\+0000\)/)
  assert.equal(only('a: 1\nb: x\u0000y\n').startLine, 2)
  assert.equal(only('"a\\0b": 1\n').title, 'Unusable key')
})

test('what is no map of keys and values is refused', () => {
  for (const text of ['', '# nothing', '- a', 'text', '42', '---', '? [a]\n: b'])
    assert.ok(problems(text).length > 0, text)
})

test('deep nesting is refused in one violation, however deep', () => {
  const deep = (levels: number) => `x: ${'['.repeat(levels)}${']'.repeat(levels)}`
  assert.equal(problems(deep(99)).length, 0)
  for (const levels of [101, 5_000, 100_000]) assert.equal(only(deep(levels)).title, 'Nested too deeply')
  const steps = Array.from({ length: 150 }, (_, level) => `${' '.repeat(level)}a:`).join('\n')
  assert.equal(only(steps).title, 'Nested too deeply')
})

test('an alias bomb is refused by the size it would have, and some aliases are fine', () => {
  const lines = ['a: &a [x,x,x,x,x,x,x,x,x]']
  for (const [index, key] of [...'bcdefghijk'].entries())
    lines.push(`${key}: &${key} [${Array(9).fill(`*${'abcdefghijk'[index]}`).join(',')}]`)
  assert.equal(only(lines.join('\n')).title, 'Too large with its aliases')
  const text = `base: &b {k: v}\nall: [${Array(500).fill('*b').join(', ')}]`
  assert.equal(problems(text).length, 0)
  const long = `base: &b "${'x'.repeat(1_000_000)}"\nall: [*b, *b, *b, *b, *b]`
  assert.equal(only(long).title, 'Too large with its aliases')
})

test('an alias to nothing and a value that contains itself are refused', () => {
  assert.equal(problems('a: *missing\n')[0]?.title, 'Unknown alias')
  assert.equal(problems('a: &a [*a]\n')[0]?.title, 'Unknown alias')
})

test('more than 2 MB and broken surrogates are refused', () => {
  assert.match(only(`a: ${'x'.repeat(2 * 1024 * 1024)}`).description, /2 MB/)
  assert.match(only('a: \ud800').description, /UTF-8/)
})

test('ten thousand keys take well under a second of CPU', () => {
  const wide = Array.from({ length: 10_000 }, (_, index) => `k${index}: 1`).join('\n')
  const before = process.threadCpuUsage()
  assert.equal(problems(wide).length, 0)
  assert.ok(process.threadCpuUsage(before).user < 1_000_000)
})

test('no violation carries square brackets or more than a line', () => {
  for (const text of ['a: [1', 'a: ]', 'x: [a: b: c]\n', '"[k]": 1\n"[k]": 2'])
    for (const { title, description } of problems(text)) assert.doesNotMatch(title + description, /[[\]\n]/)
})

const neverThrows = (text: string) => {
  try {
    const { document, violations } = parseDocument(text)
    assert.ok(document !== undefined || violations.length > 0)
    assert.ok(violations.length <= 101)
    if (document) JSON.parse(jsonText(document))
    if (document) JSON.stringify(jsonValue(document, document.root))
  } catch (error) {
    assert.ok(error instanceof Problem, String(error))
  }
}

test('whatever the text is, the answer is a document or violations', () => {
  const yamlish = fc.array(
    fc.constantFrom('a', 'b', ':', ' ', '\n', '  ', '- ', '[', ']', '{', '}', ',', '&a ', '*a', '!!str ', '!!int ', '"', "'", '|', '>', '#', '? ', '%', '---', '...', '<<', '1', '0x', '.nan', '~', '\t', '\\', '@', '`'), // biome-ignore format: one line
  )
  fc.assert(fc.property(fc.string({ unit: 'binary' }), neverThrows), { numRuns: rounds({ short: 100, long: 500 }) })
  fc.assert(
    fc.property(yamlish, parts => neverThrows(parts.join(''))),
    { numRuns: rounds({ short: 400, long: 2_000 }) },
  )
  fc.assert(
    fc.property(fc.nat(REAL.length), fc.nat(REAL.length), (from, to) =>
      neverThrows(REAL.slice(0, from) + REAL.slice(Math.max(from, to))),
    ),
  )
})

test('a JSON document reads as what it is', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue({ maxDepth: 4 })), value => {
      const text = JSON.stringify(value)
      const { document } = parseDocument(text)
      if (document) assert.deepEqual(JSON.parse(jsonText(document)), JSON.parse(text))
    }),
  )
})

const reading = (text: string) => {
  const { document, violations } = parseDocument(text)
  assert.ok(document)
  const faults = new Faults(violations)
  return { fields: fieldsOf(document, faults), faults }
}

test('typed values are read, and a number written where text is wanted is that text', () => {
  const { fields, faults } = reading('t: 1.10\nn: 3\nf: yes\nc: Group\nl: [a, 404]\nm:\n  - {k: v}\ne:\n')
  assert.equal(fields.text('t'), '1.10')
  assert.equal(fields.number('n', { integer: true, min: 1 }), 3)
  assert.equal(fields.choice('c', ['EMAIL', 'GROUP']), 'GROUP')
  assert.deepEqual(fields.texts('l'), ['a', '404'])
  assert.equal(fields.maps('m')[0]?.text('k'), 'v')
  assert.equal(fields.has('e'), false)
  assert.equal(fields.text('missing'), undefined)
  assert.deepEqual(faults.violations, [])
})

test('what is wrong says what, where and on which line', () => {
  const { fields, faults } = reading('name: [a]\nage: x\nkind: y\nlist:\n  - ok\n  - {a: 1}\nlong: abcdef\nmap: 1\n')
  fields.text('name')
  fields.number('age')
  fields.choice('kind', ['A', 'B'])
  fields.texts('list')
  fields.text('long', { max: 5 })
  fields.fields('map')
  fields.weighing('SHOULD').text('gone', { required: true })
  assert.deepEqual(
    faults.violations.map(({ description, pointer, startLine, violationType }) => [
      description,
      pointer,
      startLine,
      violationType,
    ]),
    [
      ['name must be text, not a list.', '/name', 1, 'MUST'],
      ['age must be a number.', '/age', 2, 'MUST'],
      ['kind must be one of A, B.', '/kind', 3, 'MUST'],
      ['Item 2 of list must be text, not a map.', '/list/1', 6, 'MUST'],
      ['long must have 5 characters or fewer; it has 6.', '/long', 7, 'MUST'],
      ['map must be a map, not a single value.', '/map', 8, 'MUST'],
      ['gone is required.', '/gone', 1, 'SHOULD'],
    ],
  )
})

test('escaped control characters and line breaks are refused in text of one line', () => {
  const { fields, faults } = reading('a: "x\\0y"\nb: "x\\ny"\nc: "x\\ny"\nd: "\\ud800"\n')
  assert.equal(fields.text('a'), undefined)
  assert.equal(fields.text('b'), undefined)
  assert.equal(fields.text('c', { multiline: true }), 'x\ny')
  assert.equal(fields.text('d'), undefined)
  assert.equal(faults.violations.length, 3)
})
