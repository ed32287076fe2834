import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import * as T from 'typebox'
import { isTextBody, operation, PUBLIC } from '../../../contract/core/operation.ts'
import { KeptJson, MapOf } from '../../../contract/core/schemas.ts'
import { engines, sharedDatabase } from '../../testing/each-database.ts'
import { createWorld } from '../../testing/world.ts'
import { isDeep, parseBody } from './parse.ts'
import { entriesOf, propertyOf } from './schema-parts.ts'
import { sampleOf } from './testing-inputs.ts'

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const ANY = T.Unknown()

/**
 * The same with properties in each object that no schema declares, except where keys are data, where they are refused, and in what is
 * kept as it was sent.
 */
const withExtra = (schema: T.TSchema, value: unknown): unknown => {
  if ('x-kept-as-sent' in schema) return value
  if (Array.isArray(value)) return value.map(one => withExtra(entriesOf(schema)[0] ?? ANY, one))
  if (!isRecord(value)) return value
  const inner = Object.entries(value).map(
    ([name, one]) => [name, withExtra(propertyOf(schema, name) ?? ANY, one)] as const,
  )
  const isMap = propertyOf(schema, 'undeclared') !== undefined
  const isRefused = 'additionalProperties' in schema && schema.additionalProperties === false
  return { ...Object.fromEntries(inner), ...(isMap || isRefused ? {} : { undeclared: 1, version: 99 }) }
}

const bodyOf = (body: T.TSchema) =>
  operation({ id: 'x', method: 'POST', path: '/x', tag: 'x', summary: 'x', needs: PUBLIC, body, answers: {} })

const parsed = (schema: T.TSchema, value: unknown) =>
  parseBody(bodyOf(schema), Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)), 'application/json')

suite('a body', () => {
  const [engine] = engines
  const open = engine && sharedDatabase(engine)

  test('of any operation reaches its handler without what nobody declared', async () => {
    if (!open) return
    const { app } = await createWorld((await open()).database)
    let count = 0
    for (const { body, id } of app.routes.map(route => route.operation)) {
      if (!body || isTextBody(body)) continue
      const sample = sampleOf(body)
      assert.deepEqual(parsed(body, withExtra(body, sample)), parsed(body, sample), id)
      count++
    }
    assert.ok(count > 25)
  })

  test('has maps with limits, and values as they were sent', () => {
    const Entry = T.Object({ key: T.String({ maxLength: 5 }), value: KeptJson('v') })
    const schema = MapOf(T.Array(Entry, { maxItems: 2 }), { most: 2, longestKey: 9, description: 'x' })
    const text =
      '{ "a": [ {"x":{"value":0},"value" : {"b":1.0,"a":"]}\\""} ,"key":"k"} ], "__proto__":[{"key":"q","value":null}] }'
    assert.deepEqual(Object.entries(Object(parsed(schema, text))), [
      ['a', [{ value: '{"b":1.0,"a":"]}\\""}', key: 'k' }]],
      ['__proto__', [{ key: 'q', value: 'null' }]],
    ])
    for (const [value, details] of [
      [{ a: [], b: [], c: [] }, /^body: must have 2 keys or fewer/],
      [{ longerThan: [] }, /^longerThan: this key must have 9 characters or fewer/],
      [{ a: [{}, {}, {}] }, /^a: must have 2 entries or fewer/],
      [{ a: [{ key: 'k' }] }, /^a\.0\.value: is required/],
      [{ a: [{ key: 'longer', value: 1 }] }, /^a\.0\.key: must have 5/],
      [{ a: 1 }, /^a: must be array/],
      [[], /^body: must be object/],
    ] as const)
      assert.throws(
        () => parsed(schema, value),
        ({ details: said }: { details: string }) => details.test(said) || assert.fail(said),
      )
  })

  test('that fits one of several forms keeps what that form declares', () => {
    const one = T.Object({ kind: T.Literal('a'), a: T.String({ maxLength: 5 }) })
    const other = T.Object({ kind: T.Literal('b'), b: T.Union([T.Null(), T.String({ maxLength: 5 })]) })
    const schema = T.Object({ list: T.Array(T.Union([one, other]), { maxItems: 3 }) })
    const list = [
      { kind: 'a', a: 'x', b: 'y' },
      { kind: 'b', a: 'x', b: null },
    ]
    assert.deepEqual(parsed(schema, { list }), {
      list: [
        { kind: 'a', a: 'x' },
        { kind: 'b', b: null },
      ],
    })
  })

  test('names the place that is too long, too many or not a form, inside alternatives too', () => {
    const item = T.Union([T.Null(), T.Object({ kind: T.Literal('a'), a: T.String({ maxLength: 5, pattern: '^x*$' }) })])
    const schema = T.Object({ list: T.Array(item, { maxItems: 3, uniqueItems: true }) })
    const details = (value: unknown) => {
      try {
        parsed(schema, value)
        return undefined
      } catch (error) {
        return Object(error).details
      }
    }
    assert.equal(details({ list: [{ kind: 'a', a: '😀😀😀😀😀😀' }] }), 'list.0.a: must have 5 characters or fewer.')
    assert.equal(
      details({ list: [{ kind: 'a', a: '😀😀😀😀😀' }] }),
      "list.0.a: has a format or characters that aren't allowed here.",
    )
    assert.equal(
      details({ list: [null, { kind: 'a', a: 'y' }] }),
      "list.1.a: has a format or characters that aren't allowed here.",
    )
    assert.equal(details({ list: [null, 1] }), 'list.1: matches none of the formats that are allowed here.')
    assert.equal(details({ list: [null, null] }), 'list: must not have duplicate items.')
    assert.equal(details({ list: [1, 1, 1, 1] }), 'list: must have 3 entries or fewer.')
    assert.equal(details({}), 'list: is required.')
    assert.equal(details({ list: [null, { kind: 'a' }] }), 'list.1.a: is required.')
    assert.equal(details({ list: [null, { kind: 'a', a: 'xx' }] }), undefined)
  })

  test('is as deep as its brackets outside strings', () => {
    assert.equal(isDeep('[[[]]]', 3), false)
    assert.equal(isDeep('[[[[]]]]', 3), true)
    assert.equal(isDeep('["[[[[", "\\"[[[["]', 1), false)
    assert.equal(isDeep('[][][][]', 1), false)
  })
})
