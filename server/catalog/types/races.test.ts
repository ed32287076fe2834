/** Types and their entities are written at the same time: what is stored always fits together, in any order. */
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { rounds } from '../../testing/rounds.ts'
import { eachDatabase, type World } from '../../testing/world.ts'
import { newTag } from '../entities/testing.ts'
import { newType, ofType, typist } from './testing.ts'

const OWNED = { type: 'object', required: ['owner'] }
const ROUNDS = rounds({ short: 12, long: 100 })

eachDatabase('at the same time', world => {
  let here: World
  let by: Awaited<ReturnType<typeof typist>>
  before(async () => {
    here = await world()
    by = await typist(here)
  })

  const eachRound = async (round: (type: string, tags: string[]) => Promise<void>) => {
    for (let count = 0; count < ROUNDS; count++)
      await round(
        newType('race'),
        Array.from({ length: 4 }, () => newTag('racer')),
      )
  }
  const saveAll = (type: string, tags: readonly string[], definition: unknown) =>
    Promise.all(tags.map(tag => by.save(ofType(tag, type, definition))))
  const isOneOf = (status: number, all: readonly number[]) => assert.ok(all.includes(status), `${status}`)

  test('a stricter schema and entities that do not satisfy it are never both accepted', () =>
    eachRound(async (type, tags) => {
      await by.create(type, {})
      const [updated, saved] = await Promise.all([by.update(type, { schema: OWNED }), saveAll(type, tags, {})])
      isOneOf(updated.status, [200, 409])
      for (const { status } of saved) assert.equal(status, updated.status === 200 ? 400 : 200)
      if (updated.status === 409) assert.ok(updated.body.count > 0)
    }))

  test('a schema that is stored by force marks all entities that were written under the one before', () =>
    eachRound(async (type, tags) => {
      await by.create(type, {})
      await by.save(ofType(tags[0] ?? '', type))
      const [updated, saved] = await Promise.all([
        by.update(type, { schema: OWNED }, '?force=true'),
        saveAll(type, tags.slice(1), {}),
      ])
      assert.equal(updated.status, 200, updated.text)
      for (const [at, { status }] of saved.entries()) {
        isOneOf(status, [200, 400])
        if (status === 200) assert.equal((await by.entity(tags[at + 1] ?? '')).body.violatesSchema, true)
      }
    }))

  test('a type that is created marks entities that were there before it, and refuses those after', () =>
    eachRound(async (type, tags) => {
      const [created, saved] = await Promise.all([by.create(type, OWNED), saveAll(type, tags, {})])
      assert.equal(created.status, 200, created.text)
      for (const [at, { status }] of saved.entries()) {
        isOneOf(status, [200, 400])
        if (status === 200) assert.equal((await by.entity(tags[at] ?? '')).body.violatesSchema, true)
      }
    }))

  test('a type is deleted before its first entity, or not at all', () =>
    eachRound(async (type, tags) => {
      await by.create(type, OWNED)
      const [removed, bad, good] = await Promise.all([
        by.remove(type),
        by.save(ofType(tags[0] ?? '', type, {})),
        by.save(ofType(tags[1] ?? '', type, { owner: 'ada' })),
      ])
      isOneOf(removed.status, [200, 409])
      assert.equal(good.status, 200, good.text)
      if (removed.status === 409) assert.equal(bad.status, 400)
      assert.equal((await by.read(type)).status, removed.status === 200 ? 404 : 200)
    }))

  test('an entity that was checked against a schema is checked again where it has changed before it is written', async () => {
    const [type, tag] = [newType('held'), newTag('held')]
    await by.create(type, { type: 'object', properties: { a: { type: 'string' } } })
    const saved = await here.database.transaction(async db => {
      const saving = by.save(ofType(tag, type, {}))
      // it is checked now, and then waits for this transaction; if it came later, it would be refused all the same
      await pause(500)
      const change = { schema: JSON.stringify(OWNED), version: 2 }
      await db.updateTable('entity_types').set(change).where('key', '=', type).execute()
      return { saving }
    })
    const { status } = await saved.saving
    // where writers do not wait for each other, it may have been written before the change
    isOneOf(status, here.database.locksRows ? [200, 400] : [400])
    assert.equal((await by.entity(tag)).status, status === 200 ? 200 : 404)
  })

  test('of several creations of one type one succeeds', async () => {
    const type = newType('once')
    const all = await Promise.all(Array.from({ length: 6 }, () => by.create(type, OWNED)))
    assert.deepEqual(all.map(({ status }) => status).toSorted(), [200, 400, 400, 400, 400, 400])
  })
})
