import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { stringify } from 'yaml'
import { rounds } from '../../testing/rounds.ts'
import { parseDocument } from './document.ts'
import { isDeep, isSimple, scan } from './scan.ts'

const samples = join(import.meta.dirname, '../../samples/content')

const sampleTexts = readdirSync(samples, { recursive: true, encoding: 'utf8' })
  .filter(file => file.endsWith('.yaml'))
  .map(file => readFileSync(join(samples, file), 'utf8'))

const openApi = (operations: number) => ({
  openapi: '3.0.1',
  info: { title: 'Orders', 'x-cortex-tag': 'orders', description: 'Takes [orders, and\n- - keeps {them}: ? always.\n' },
  paths: Object.fromEntries(
    Array.from({ length: operations }, (_, n) => [
      `/orders/${n}/{id}`,
      {
        get: {
          operationId: `getOrder${n}`,
          parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string', maxLength: 20 } }],
          responses: {
            '200': { description: `The order: #${n}`, content: { 'application/json': { schema: { $ref: '#/x' } } } },
          },
        },
      },
    ]),
  ),
})

const text = fc.oneof(
  fc.string({ maxLength: 80 }),
  fc.string({ unit: fc.constantFrom('[', '{', '- ', '? ', 'a', '\n', ': ', '"', "'", '#', '|'), maxLength: 60 }),
)
const descriptor = fc.record({
  openapi: fc.constant('3.0.1'),
  info: fc.record({
    title: text,
    description: text,
    'x-cortex-tag': fc.stringMatching(/^[a-z]{1,20}$/),
    'x-cortex-groups': fc.array(text, { maxLength: 10 }),
    'x-cortex-link': fc.array(fc.record({ name: text, type: text, url: fc.webUrl() }), { maxLength: 5 }),
    'x-cortex-custom-metadata': fc.dictionary(
      fc.string({ minLength: 1, maxLength: 20 }),
      fc.jsonValue({ maxDepth: 6 }),
      { maxKeys: 5 },
    ),
  }),
})

const hostile = {
  'brackets without end': '['.repeat(250_000),
  'braces without end': '{'.repeat(250_000),
  'explicit keys, 1,000 bytes': '? '.repeat(500),
  'explicit keys, 20 KB': '? '.repeat(10_000),
  'explicit keys in maps': '{? '.repeat(10_000),
  'lists in lists': '- '.repeat(10_000),
  'both in turns': '- ? '.repeat(10_000),
  'brackets on lines of their own': '[\n'.repeat(10_000),
  'maps of lists': '{a: ['.repeat(10_000),
}

test('the sample descriptors, a large OpenAPI document in YAML and JSON, and every generated descriptor pass', () => {
  assert.ok(sampleTexts.length > 10)
  const large = openApi(700)
  const texts = [...sampleTexts, stringify(large), JSON.stringify(large), JSON.stringify(large, undefined, 2)]
  assert.ok(texts.slice(-3).every(({ length }) => length > 100_000) && texts.some(({ length }) => length > 300_000))
  for (const one of texts) assert.ok(!isDeep(one), one.slice(0, 60))
  fc.assert(
    fc.property(descriptor, value => {
      for (const one of [stringify(value), stringify(value, { collectionStyle: 'flow' }), JSON.stringify(value)]) {
        assert.ok(!isDeep(one))
        assert.ok(parseDocument(one).document)
      }
    }),
    { numRuns: rounds({ short: 100, long: 500 }) },
  )
})

test('most sample descriptors are so simple that they are read at once', () => {
  const simple = sampleTexts.filter(one => isSimple([one]))
  assert.ok(simple.length > sampleTexts.length / 2, `${simple.length} of ${sampleTexts.length}`)
})

suite('hostile text', () => {
  for (const [name, one] of Object.entries(hostile))
    test(`${name}: is refused before it is parsed`, () => {
      const { document, violations } = parseDocument(one)
      assert.equal(document, undefined)
      assert.equal(violations[0]?.title, 'Nested too deeply')
      assert.ok(isDeep(one) && !isSimple([one]))
    })

  test('is read at once only where that costs little: 4 KB at most, few marks, not deep', () => {
    for (const piece of ['[', '- [', '? }', 'a: ', '"', '&a ', '[,', ': ', '{', '- {'])
      assert.ok(!isSimple([piece.repeat(Math.floor(4096 / piece.length))]), piece)
    assert.ok(!isSimple(['a'.repeat(3000), 'a'.repeat(3000)]))
    assert.ok(isSimple(['a'.repeat(4096)]))
  })
})

test('a scan is one pass: twice the text costs about twice as much', () => {
  const cost = (one: string) => {
    const before = process.threadCpuUsage().user
    for (let time = 0; time < 5; time++) scan(one)
    return process.threadCpuUsage().user - before
  }
  for (const one of [' '.repeat(200_000), '\n'.repeat(200_000), '[\n- '.repeat(50_000)]) {
    cost(one)
    assert.ok(cost(one + one) < 6 * cost(one) + 20_000)
  }
})
