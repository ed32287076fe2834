import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eachDatabase } from '../../testing/world.ts'
import { at, editor, newTag, yaml } from './testing.ts'

eachDatabase('deleting entities in bulk', world => {
  /** Three entities of two types of their own. */
  const made = async () => {
    const here = await world()
    const { as, post } = await editor(here)
    const [first, second] = [newTag('kind'), newTag('kind')]
    const tags = [newTag('one'), newTag('one'), newTag('one')]
    const entity = (tag: string, type: string) => yaml(tag, `  x-cortex-type: ${type}\n  x-cortex-definition: {}\n`)
    for (const [place, tag] of tags.entries()) await post(entity(tag, place < 2 ? first : second))
    const [a = '', b = '', c = ''] = tags
    const remove = (query: string, who = as) =>
      here.request({ method: 'DELETE', url: `/api/v1/catalog${query}`, as: who })
    const left = async () => {
      const statuses = await Promise.all([a, b, c].map(async tag => (await here.request({ url: at(tag), as })).status))
      return statuses.map(status => status === 200)
    }
    const idOf = async (tag: string): Promise<string> => (await here.request({ url: at(tag), as })).body.id
    return { here, as, first, second, a, b, c, remove, left, idOf }
  }

  test('by type, in any letter case, with archived ones', async () => {
    const { here, as, first, a, remove, left } = await made()
    await here.request({ method: 'PUT', url: `${at(a)}/archive`, as })
    assert.deepEqual((await remove(`?types=${first.toUpperCase()}&dryRun=true`)).body, { deleted: 2 })
    assert.deepEqual(await left(), [true, true, true])
    const { status, body } = await remove(`?types=${first.toUpperCase()}`)
    assert.deepEqual([status, body], [200, { deleted: 2 }])
    assert.deepEqual(await left(), [false, false, true])
  })

  test('by tags and identifiers, comma-joined; unknown ones are skipped', async () => {
    const { a, c, remove, left, idOf } = await made()
    assert.deepEqual((await remove(`?ids=${await idOf(a)},${c},nothing`)).body, { deleted: 2 })
    assert.deepEqual(await left(), [false, true, false])
  })

  test('with types and identifiers, what is both', async () => {
    const { first, second, a, c, remove, left } = await made()
    assert.deepEqual((await remove(`?types=${first}&ids=${a}&ids=${c}`)).body, { deleted: 1 })
    assert.deepEqual(await left(), [false, true, true])
    assert.deepEqual((await remove(`?types=${second}&ids=${a}`)).body, { deleted: 0 })
  })

  test('without either it is refused, and misspelled too', async () => {
    const { remove, left, first } = await made()
    for (const query of ['', '?dryRun=true', `?type=${first}`, `?types=${first}&idz=x`, '?types=', '?ids=,'])
      assert.equal((await remove(query)).status, 400, query)
    assert.deepEqual(await left(), [true, true, true])
  })

  test('it needs the permission to delete entities', async () => {
    const { here, remove, left, first } = await made()
    const { session } = await here.person(['VIEWER'])
    assert.equal((await remove(`?types=${first}`, session)).status, 403)
    assert.deepEqual(await left(), [true, true, true])
  })

  test('the audit log says what was asked for, which went and how many', async () => {
    const { here, first, a, b, remove } = await made()
    await remove(`?types=${first}`)
    const row = await here.database.db
      .selectFrom('audit_logs')
      .select(['action', 'object_type', 'object_identifier', 'changes'])
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow()
    const { entities, ...changes } = JSON.parse(row.changes ?? '')
    assert.deepEqual([row.action, row.object_type, row.object_identifier], ['DELETE', 'ENTITY', 'several entities'])
    assert.deepEqual(changes, { types: { before: [first] }, deleted: { after: 2 } })
    assert.deepEqual(entities.before.toSorted(), [a, b].toSorted())
  })
})
