/** Many pairs, long chains and large cycles: what is sent never costs more than in proportion. */
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { inChunks } from '../../core/db/chunks.ts'
import { newId } from '../../core/db/ids.ts'
import { eachDatabase, type World } from '../../testing/world.ts'
import { NO_DOCUMENT } from '../entities/document.ts'
import { relating } from './testing.ts'

const NODES = 4000
const tagOf = (at: number) => `n${at}`

const seed = ({ database }: World) =>
  database.transaction(db =>
    inChunks(
      Array.from({ length: NODES }, (_, at) => at),
      some =>
        db
          .insertInto('entities')
          .values(
            some.map(at => ({
              id: newId('en'),
              tag: tagOf(at),
              type: 'service',
              name: tagOf(at),
              description: null,
              document: JSON.stringify(NO_DOCUMENT),
              git_repository: null,
              archived_at: null,
              created_at: 0,
              updated_at: 0,
              sample: 0,
              version: 1,
            })),
          )
          .execute(),
    ),
  )

const chain = Array.from({ length: NODES - 1 }, (_, at) => ({ source: tagOf(at), destination: tagOf(at + 1) }))
const closing = { source: tagOf(NODES - 1), destination: tagOf(0) }

eachDatabase('many relationships', world => {
  let some: Awaited<ReturnType<typeof relating>>
  before(async () => {
    const here = await world()
    some = await relating(here)
    await seed(here)
  })

  test('a chain of thousands is stored at once, and a pair that closes it is refused with the beginning of the cycle', async () => {
    const { ok, ask, type, at, tagsAt } = some
    const tag = await type({ isSingleSource: true, isSingleDestination: true })
    const url = `/api/v1/relationships/${tag}`
    const made = await ok('POST', url, { relationships: chain })
    assert.deepEqual([made.relationships.length, made.errors], [chain.length, []])
    const again = await ok('PUT', url, { relationships: chain })
    assert.equal(again.relationships.length, chain.length)
    const refused = await ask('POST', at(closing.source, tag, 'destinations'), { destinations: [closing.destination] })
    assert.equal(refused.status, 400)
    assert.match(refused.body.details, new RegExp(`n3999 → n0 → n1 .*… \\(${NODES} entities\\)`))
    assert.equal((await tagsAt(`${at('n0', tag, 'destinations')}?depth=100`)).length, 100)
    await ok('PUT', url, { relationships: [] })
    assert.equal((await ok('GET', url)).total, 0)
  })

  test('where all of them close a cycle together, each is refused, and none is stored', async () => {
    const { ok, type } = some
    const tag = await type()
    const url = `/api/v1/relationships/${tag}`
    const { relationships, errors } = await ok('POST', url, { relationships: [...chain, closing] })
    assert.deepEqual([relationships.length, errors.length], [0, NODES])
    assert.match(errors[0].errorMessage, /^n0 → n1 would close a cycle: n0 → n1 → n2 /)
    assert.equal((await ok('GET', url)).total, 0)
  })

  test('one entity takes thousands, and a tree of more than an answer may have is refused', async () => {
    const { ok, ask, type, at, pairsOf } = some
    const tag = await type()
    const destinations = Array.from({ length: NODES - 1 }, (_, at) => tagOf(at + 1))
    const answer = await ok('POST', at('n0', tag, 'destinations'), { destinations })
    assert.equal(answer.destinations.length, NODES - 1)
    assert.equal((await pairsOf(tag, '?pageSize=1000&page=3')).length, NODES - 1 - 3000)
    const { types } = await ok('GET', '/api/v1/catalog/n0/relationships')
    const found = types.find((one: { relationshipType: { tag: string } }) => one.relationshipType.tag === tag)
    assert.deepEqual([found.destinations.total, found.destinations.entities.length], [NODES - 1, 20])
    const tooMany = { relationships: Array.from({ length: 10_001 }, () => ({ source: 'a', destination: 'b' })) }
    const refused = await ask('POST', `/api/v1/relationships/${tag}`, tooMany)
    assert.deepEqual([refused.status, refused.body.field], [400, 'relationships'])
  })

  test('identical writes at the same time leave each pair once', async () => {
    const { ask, type, pairsOf } = some
    const tag = await type()
    const body = { relationships: chain.slice(0, 50) }
    const calls = Array.from({ length: 6 }, () => ask('POST', `/api/v1/relationships/${tag}`, body))
    for (const { status, text } of await Promise.all(calls)) assert.equal(status, 200, text)
    assert.equal((await pairsOf(tag)).length, 50)
  })
})
