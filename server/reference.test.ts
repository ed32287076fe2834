/**
 * What the contract promises, against the published one that it is compatible with, tag by tag. That document is not part of the
 * repository: PORTICO_REFERENCE is the path of a copy, and without it the comparison is skipped.
 */
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import * as T from 'typebox'
import { ErrorResponse } from '../contract/core/errors.ts'
import { EMPTY, operation } from '../contract/core/operation.ts'
import { compare } from '../scripts/openapi/compare.ts'
import { checkedDocument, readDocument } from '../scripts/openapi/document.ts'
import { isRecord } from '../scripts/openapi/json.ts'
import { openApiDocument } from './core/http/openapi.ts'
import { engines } from './testing/each-database.ts'
import { DIFFERENCES } from './testing/reference-differences.ts'
import { createWorld } from './testing/world.ts'

const path = process.env.PORTICO_REFERENCE
const skip = path ? false : 'PORTICO_REFERENCE names no published document to compare with'

const published = path ? readDocument(path) : undefined

const ownDocument = async () => {
  const [engine = assert.fail()] = engines
  const { database, dispose } = await engine.open()
  try {
    const { app } = await createWorld(database)
    return checkedDocument(JSON.parse(JSON.stringify(app.services.document())))
  } finally {
    await dispose()
  }
}

suite('the published contract', { skip }, () => {
  const own = published ? ownDocument() : undefined
  const compared = async () => compare(published ?? {}, (await own) ?? {})
  const tags = new Set(published ? compare(published, {}).map(({ tag }) => tag) : [])

  for (const tag of tags)
    test(`is kept for ${tag}`, async t => {
      const all = (await compared()).filter(one => one.tag === tag)
      const there = all.filter(({ isThere }) => isThere)
      if (there.length === 0) return t.skip(`none of its ${all.length} operations is there`)
      t.diagnostic(`${tag}: ${there.length} of ${all.length} operations`)
      const unknown = there.flatMap(({ operation: name, differences }) =>
        differences.map(difference => `${name} ${difference}`).filter(one => !(one in DIFFERENCES)),
      )
      assert.deepEqual(unknown, [], 'differences that server/testing/reference-differences.ts does not explain')
    })

  test('differs nowhere that is explained and no longer so', async () => {
    const found = new Set(
      (await compared()).flatMap(({ operation: name, differences }) => differences.map(one => `${name} ${one}`)),
    )
    assert.deepEqual(
      Object.keys(DIFFERENCES).filter(one => !found.has(one)),
      [],
    )
  })
})

test('each kind of difference from a published contract is found', () => {
  const listed = operation({
    id: 'list',
    method: 'GET',
    path: '/things',
    tag: 'Things',
    summary: 'List things',
    needs: 'public',
    query: T.Object({ state: T.Optional(T.Enum(['A', 'B'])), must: T.String() }),
    answers: { 200: T.Object({ things: T.Array(T.Object({ id: T.String() })), error: T.Optional(ErrorResponse) }) },
  })
  const saved = operation({
    id: 'save',
    method: 'PUT',
    path: '/things/{id}',
    tag: 'Things',
    summary: 'Save a thing',
    needs: 'public',
    body: T.Object({ name: T.String(), kind: T.Union([T.Literal('X'), T.Null()]) }),
    answers: { 200: EMPTY },
  })
  const own: unknown = JSON.parse(JSON.stringify(openApiDocument([listed, saved], 'http://localhost')))
  assert.ok(isRecord(own))
  const thing = { type: 'object', required: ['id', 'name'], properties: { id: {}, name: {}, note: {} } }
  const published = {
    openapi: '3.0.1',
    components: { schemas: { Thing: thing } },
    paths: {
      '/things/': {
        parameters: [{ in: 'query', name: 'sort' }],
        get: {
          tags: ['Things'],
          parameters: [
            { in: 'query', name: 'state', schema: { type: 'array', items: { type: 'string', enum: ['A', 'C'] } } },
            { in: 'query', name: 'must', schema: { type: 'string' } },
          ],
          responses: {
            200: {
              content: {
                '*/*': {
                  schema: {
                    allOf: [
                      {
                        required: ['things'],
                        properties: { things: { items: { $ref: '#/components/schemas/Thing' } } },
                      },
                      { oneOf: [{ required: ['hint'], properties: { hint: {} } }] },
                    ],
                  },
                },
              },
            },
          },
        },
        delete: { tags: ['Things'], responses: {} },
      },
      '/things/{tag}': {
        put: {
          tags: ['Things'],
          requestBody: {
            content: {
              'application/json': { schema: { properties: { name: {}, kind: { enum: ['X', 'Y'] }, owner: {} } } },
            },
          },
          responses: { 200: {} },
        },
      },
    },
  }
  const found = compare(published, own).map(({ operation: name, isThere, differences }) => [name, isThere, differences])
  assert.deepEqual(found, [
    ['GET /things/', true, ['?sort', '?state=C', '?must is required', 'answer.things.[].name']],
    ['DELETE /things/', false, []],
    ['PUT /things/{tag}', true, ['body.kind=Y', 'body.owner', 'body.name is required', 'body.kind is required']],
  ])
})
