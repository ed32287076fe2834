/** Query parameters as clients write them: for every parameter of every operation. */
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { TSchema } from 'typebox'
import type { OperationSpec } from '../../../contract/core/operation.ts'
import { engines, sharedDatabase } from '../../testing/each-database.ts'
import { createWorld } from '../../testing/world.ts'
import { parseQuery } from './parse.ts'
import { propertiesOf } from './schema-parts.ts'
import { sampleOf } from './testing-inputs.ts'

const isOf = (schema: TSchema, type: string) => 'type' in schema && schema.type === type

const isNeeded = (schema: TSchema, name: string) =>
  'required' in schema && Array.isArray(schema.required) && schema.required.includes(name)

/** What must be sent in any case, as text. */
const neededOf = (schema: TSchema): Record<string, unknown> =>
  Object.fromEntries(
    propertiesOf(schema)
      .filter(([name]) => isNeeded(schema, name))
      .map(([name, property]) => [name, String(sampleOf(property))]),
  )

suite('a query', () => {
  const [engine] = engines
  const open = engine && sharedDatabase(engine)

  const parameters = async () => {
    assert.ok(open)
    const { app } = await createWorld((await open()).database)
    return app.routes.flatMap(({ operation: { id, query } }: { operation: OperationSpec }) =>
      query ? propertiesOf(query).map(([name, property]) => ({ id, query, name, property })) : [],
    )
  }

  test('has booleans in any of the spellings that clients use', async () => {
    let count = 0
    for (const { id, query, name, property } of await parameters()) {
      if (!isOf(property, 'boolean')) continue
      count++
      const read = (text: string) => parseQuery(query, { ...neededOf(query), [name]: text })[name]
      for (const text of ['true', 'True', 'TRUE', '1', 'yes', 'Yes'])
        assert.equal(read(text), true, `${id} ${name}=${text}`)
      for (const text of ['false', 'False', '0', 'no', 'NO']) assert.equal(read(text), false, `${id} ${name}=${text}`)
      for (const text of ['2', 'on', 'maybe', '01']) assert.throws(() => read(text), `${id} ${name}=${text}`)
    }
    assert.ok(count > 15)
  })

  test('has lists that are repeated or joined, with brackets after their name or without', async () => {
    let count = 0
    for (const { id, query, name, property } of await parameters()) {
      if (!isOf(property, 'array') || !('items' in property)) continue
      count++
      const { items } = property
      const values = Object(items).enum ?? ['ada@example.com', 'bob@example.com']
      const [one, other = one] = values
      const read = (sent: object) => parseQuery(query, { ...neededOf(query), ...sent })[name]
      const both = [one, other]
      assert.deepEqual(read({ [name]: both }), both, id)
      assert.deepEqual(read({ [name]: both.join(',') }), both, id)
      assert.deepEqual(read({ [`${name}[]`]: both }), both, id)
      assert.deepEqual(read({ [`${name}[]`]: `${one}, ${other}` }), both, id)
      assert.deepEqual(read({ [name]: one, [`${name}[]`]: other }), both, id)
      assert.deepEqual(read({ [`${name}[]`]: one }), [one], id)
    }
    assert.ok(count > 15)
  })

  test('has brackets after any name, and what is not declared is left out', async () => {
    for (const { id, query, name, property } of await parameters()) {
      const needed = neededOf(query)
      const value = [sampleOf(property)].flat().join(',')
      const plain = parseQuery(query, { ...needed, [name]: value })
      assert.deepEqual(
        parseQuery(query, { ...needed, [name]: undefined, [`${name}[]`]: value }),
        plain,
        `${id} ${name}`,
      )
      assert.deepEqual(parseQuery(query, { ...needed, [name]: value, 'unknown[]': 'x', unknown: 'y' }), plain)
    }
  })
})
