/** Schemas and definitions that are meant to cost much. own process: it measures CPU time. */
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { eachDatabase } from '../../testing/world.ts'
import { newTag } from '../entities/testing.ts'
import { newType, ofType, typist } from './testing.ts'

type Json = Record<string, unknown>
const object = (properties: Json): Json => ({ type: 'object', properties })
const many = (count: number, value: (at: number) => unknown): Json =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`p${at}`, value(at)]))

const nested = (levels: number): Json => {
  let schema: Json = {}
  for (let level = 0; level < levels; level++) schema = { not: schema }
  return schema
}

/** Of the whole process, its threads included. */
const cpuMs = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

eachDatabase('a hostile schema', world => {
  let by: Awaited<ReturnType<typeof typist>>
  before(async () => {
    by = await typist(await world())
    await by.create(newType(), object({})) // the thread is there
  })

  const violationsOf = async (schema: Json) => {
    const start = cpuMs()
    const { status, body } = await by.create(newType('hostile'), schema)
    const took = cpuMs() - start
    assert.ok(took < 2_000, `${took} ms of CPU`)
    return status === 200
      ? { status, said: body.warnings ?? [] }
      : { status, said: body.violations ?? assert.fail(JSON.stringify(body)) }
  }

  for (const [name, schema, title, pointer] of [
    ['5,000 properties', object(many(5000, () => ({}))), 'Too many properties', '/schema'],
    ['33 levels', nested(33), 'Nested too deeply', '/schema'],
    ['64 KB', { description: 'x'.repeat(66_000) }, 'Too large', '/schema'],
    ['itself as its reference', { $ref: '#' }, 'Endless reference', '/schema'],
    [
      'a loop of references',
      { $ref: '#/$defs/a', $defs: { a: { allOf: [{ $ref: '#/$defs/b' }] }, b: { anyOf: [{ $ref: '#/$defs/a' }] } } },
      'Endless reference',
      '/schema/$defs/a',
    ],
    [
      'a remote reference',
      object({ a: { $ref: 'https://example.com/a.json' } }),
      'Remote reference',
      '/schema/properties/a/$ref',
    ],
    ['a file as its reference', { $ref: 'file:///etc/passwd' }, 'Remote reference', '/schema/$ref'],
    ['a reference to nothing', object({ a: { $ref: '#/$defs/none' } }), 'Not a valid schema', '/schema'],
    ['look-ahead', object({ a: { pattern: '^(?=.*x)y' } }), 'Unsupported pattern', '/schema/properties/a/pattern'],
    [
      'look-behind in a name',
      { patternProperties: { '(?<!a)b': {} } },
      'Unsupported pattern',
      '/schema/patternProperties/(?<!a)b',
    ],
    ['a back reference', object({ a: { pattern: '(a)\\1' } }), 'Unsupported pattern', '/schema/properties/a/pattern'],
    ['an unknown draft', { $schema: 'http://json-schema.org/draft-03/schema#' }, 'Unknown draft', '/schema/$schema'],
    ['an unknown type', object({ a: { type: 'strin' } }), 'Not a valid schema', '/schema/properties/a/type'],
    ['a promise', { $async: true }, 'Not allowed', '/schema/$async'],
  ] as const)
    test(`with ${name} is refused where it is wrong`, async () => {
      const { status, said } = await violationsOf(schema)
      assert.equal(status, 400)
      assert.deepEqual([said[0].title, said[0].pointer, said[0].violationType], [title, pointer, 'MUST'])
    })

  test('that takes more than its time is ended, and the next one is accepted', async () => {
    const slow = { allOf: Array.from({ length: 1700 }, (_, at) => ({ pattern: `^[a-z]{1,900}${at}$` })) }
    const { status, said } = await violationsOf(slow)
    assert.deepEqual([status, said[0].title], [400, 'Too complex'])
    assert.equal((await violationsOf(object({ a: { type: 'string' } }))).status, 200)
  })

  test('nested deeper than a body may be is refused as a body', async () => {
    const { status, body } = await by.create(newType(), nested(80))
    assert.deepEqual([status, body.field], [400, 'body'])
  })

  test('says in which line of the body it is wrong', async () => {
    const here = await world()
    const body = `{\n  "type": "${newType()}",\n  "schema": {\n    "properties": {\n      "a": {\n        "pattern": "(?=x)"\n      }\n    }\n  }\n}\n`
    const answer = await here.request({
      method: 'POST',
      url: '/api/v1/catalog/definitions',
      as: by.as,
      body,
      headers: { 'content-type': 'application/json' },
    })
    assert.deepEqual([answer.status, answer.body.violations[0].startLine], [400, 6])
  })

  test('may refer to itself where each step goes deeper, and may have what only people read', async () => {
    const tree = {
      $schema: 'http://json-schema.org/draft-07/schema#',
      definitions: { node: object({ children: { type: 'array', items: { $ref: '#/definitions/node' } } }) },
      $ref: '#/definitions/node',
    }
    assert.deepEqual(await violationsOf(tree), { status: 200, said: [] })
    const { status, said } = await violationsOf(object({ phone: { type: 'string', format: 'phone', 'x-order': 1 } }))
    assert.equal(status, 200)
    assert.deepEqual(
      said.map((one: Json) => [one.pointer, one.violationType]),
      [
        ['/schema/properties/phone/x-order', 'HINT'],
        ['/schema/properties/phone/format', 'HINT'],
      ],
    )
  })

  test('of each draft means what the draft says', async () => {
    const positive = { minimum: 0 }
    for (const [$schema, exclusive] of [
      ['http://json-schema.org/draft-04/schema#', true],
      ['http://json-schema.org/draft-07/schema#', 0],
      ['https://json-schema.org/draft/2020-12/schema', 0],
    ]) {
      const type = newType()
      const created = await by.create(type, { $schema, ...object({ n: { ...positive, exclusiveMinimum: exclusive } }) })
      assert.equal(created.status, 200, created.text)
      assert.equal((await by.save(ofType(newTag(), type, { n: 0 }))).status, 400)
      assert.equal((await by.save(ofType(newTag(), type, { n: 1 }))).status, 200)
    }
  })

  test('or definition costs little: a pattern that would run for hours, and lists of equal items', async () => {
    const type = newType()
    const schema = object({
      a: { pattern: '^(a+)+$' },
      b: { uniqueItems: true },
      c: { uniqueItems: true, maxItems: 10 },
    })
    assert.equal((await by.create(type, schema)).status, 200)
    const start = cpuMs()
    const refused = await by.save(ofType(newTag(), type, { a: `${'a'.repeat(5000)}!` }))
    assert.deepEqual([refused.status, refused.body.violations[0].pointer], [400, '/info/x-cortex-definition/a'])
    const items = Array.from({ length: 10_000 }, (_, at) => ({ at: at % 9_999 }))
    const equal = await by.save(ofType(newTag(), type, { b: items }))
    assert.deepEqual(
      equal.body.violations.map((one: Json) => one.description),
      ['b has items that are equal.'],
    )
    const tooMany = await by.save(ofType(newTag(), type, { c: items }))
    assert.deepEqual(
      tooMany.body.violations.map((one: Json) => one.description),
      ['c must not have more than 10 items.'],
    )
    assert.ok(cpuMs() - start < 6_000, `${cpuMs() - start} ms of CPU`)
  })

  test('does not take names of every object for properties', async () => {
    const type = newType()
    await by.create(type, { ...object({ constructor: { type: 'string' } }), required: ['toString'] })
    const { body } = await by.save(ofType(newTag(), type, {}))
    assert.deepEqual(
      body.violations.map((one: Json) => one.description),
      ['toString is required.'],
    )
  })
})
