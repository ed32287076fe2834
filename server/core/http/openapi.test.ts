/** What `/openapi.json` says of every operation. */
import assert from 'node:assert/strict'
import { before, suite, test } from 'node:test'
import { isTextBody, type OperationSpec, PUBLIC } from '../../../contract/core/operation.ts'
import { engines, sharedDatabase } from '../../testing/each-database.ts'
import { createWorld } from '../../testing/world.ts'
import { statusesOf } from './openapi.ts'

type Described = {
  summary: string
  description: string
  tags: string[]
  parameters: { name: string; in: string; required: boolean }[]
  requestBody?: { content: Record<string, unknown> }
  responses: Record<string, { description: string; content?: Record<string, { schema: object }>; headers?: object }>
}

suite('/openapi.json', () => {
  const [engine = assert.fail()] = engines
  const open = sharedDatabase(engine)
  let operations: readonly OperationSpec[] = []
  let document: ReturnType<typeof JSON.parse>

  before(async () => {
    const { app, request } = await createWorld((await open()).database)
    operations = app.routes.map(({ operation }) => operation)
    document = (await request({ url: '/openapi.json' })).body
  })

  const described = ({ path, method }: OperationSpec): Described => document.paths[path][method.toLowerCase()]

  test('has a summary, a description and a listed tag for each operation', () => {
    const tags = document.tags.map(({ name }: { name: string }) => name)
    assert.deepEqual(new Set(tags), new Set(operations.map(({ tag }) => tag)))
    assert.equal(new Set(tags).size, tags.length)
    for (const operation of operations) {
      const { summary, description, tags: own } = described(operation)
      assert.match(summary, /^[A-Z“][^.]+$/, operation.id)
      assert.match(description, /^\S.*\.$/s, operation.id)
      assert.deepEqual(own, [operation.tag])
    }
  })

  test('has the parameters of the path, and If-Match where a row with a version changes', () => {
    let versioned = 0
    for (const operation of operations) {
      const { parameters } = described(operation)
      const inPath = parameters.filter(one => one.in === 'path').map(({ name }) => name)
      assert.deepEqual(
        inPath,
        [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name),
      )
      const headers = parameters.filter(one => one.in === 'header').map(({ name }) => name)
      assert.equal(headers.includes('If-Match'), operation.versioned === true, operation.id)
      assert.equal(headers.includes('If-None-Match'), operation.answers[304] !== undefined, operation.id)
      if (operation.versioned) versioned++
    }
    assert.ok(versioned > 20)
  })

  test('has every status that happens, and says what each is', () => {
    for (const operation of operations) {
      const { responses } = described(operation)
      const statuses = [...statusesOf(operation)]
      assert.deepEqual(
        Object.keys(responses).map(Number),
        statuses.toSorted((a, b) => a - b),
        operation.id,
      )
      const { needs, path, body, writes, versioned } = operation
      const expected = [
        ...(needs === PUBLIC ? [] : [401, 403]),
        ...(path.includes('{') ? [404] : []),
        ...(writes || versioned ? [409] : []),
        ...(body ? [408, 413, 415] : []),
      ]
      for (const status of expected) assert.ok(statuses.includes(status), `${operation.id} ${status}`)
      for (const [status, { description }] of Object.entries(responses)) {
        assert.notEqual(description, '')
        if (Number(status) >= 400) assert.notEqual(description, 'Done', `${operation.id} ${status}`)
      }
      if (versioned) assert.ok(writes, `${operation.id} is versioned, so it writes`)
    }
  })

  test('names answers and nodes of the same shape, and types every list of values, for generators of clients', () => {
    const objects = operations.flatMap(operation =>
      Object.values(described(operation).responses).flatMap(({ content = {} }) => Object.values(content)),
    )
    assert.ok(objects.length > 500)
    assert.deepEqual(
      objects.filter(({ schema }) => 'properties' in schema),
      [],
    )
    const names = operations.map(({ id }) => id.toLowerCase())
    assert.equal(new Set(names).size, names.length)
    let values = 0
    JSON.stringify(document, (_, value) => {
      const [, component] = /^#\/components\/schemas\/(\w+)$/.exec(value?.$ref ?? '') ?? []
      if (value?.$ref !== undefined) assert.ok(document.components.schemas[component ?? ''], value.$ref)
      if (Array.isArray(value?.enum)) {
        values++
        assert.equal(value.type, 'string', JSON.stringify(value))
      }
      return value
    })
    assert.ok(values > 50)
    const node = document.components.schemas.HierarchyParentNode
    assert.deepEqual(node.properties.parents.items, { $ref: '#/components/schemas/HierarchyParentNode' })
  })

  test('has JSON answers as YAML too, and texts in their own format alone', () => {
    for (const operation of operations)
      for (const [status, { content }] of Object.entries(described(operation).responses)) {
        const types = Object.keys(content ?? {})
        const isOk = Number(status) < 300
        if (isOk && types.includes('application/json'))
          assert.deepEqual(types, ['application/json', 'application/yaml'])
      }
    const text = operations.find(({ id }) => id === 'getScorecardDescriptor') ?? assert.fail()
    assert.deepEqual(Object.keys(described(text).responses['200']?.content ?? {}), ['application/yaml'])
    for (const operation of operations.filter(({ body }) => body && isTextBody(body)))
      assert.doesNotMatch(Object.keys(described(operation).requestBody?.content ?? {}).join(), /json/)
  })
})
