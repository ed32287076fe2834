import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eachDatabase } from '../../testing/world.ts'
import { rememberedIn } from './remembered.ts'
import { at, editor, newTag, yaml } from './testing.ts'

eachDatabase('remembered answers about the catalog', world => {
  test('are made once for each question, and again after any change to an entity', async () => {
    const here = await world()
    const { post, put, remove } = await editor(here)
    const tag = newTag()
    let made = 0
    const ask = async (...asked: string[]) => {
      const known = await rememberedIn(here.database.db)
      return known(asked, async () => `${++made}`)
    }
    const changes: (() => Promise<unknown>)[] = [
      () => post(yaml(tag)),
      () => post(yaml(tag, '  x-cortex-groups: [b]\n')),
      () => put(`${at(tag)}/archive`),
      () => put(`${at(tag)}/unarchive`),
      () => remove(at(tag)),
    ]
    for (const change of changes) {
      await change()
      const before = made
      assert.deepEqual([await ask('list'), await ask('list')], [`${before + 1}`, `${before + 1}`])
      assert.equal(await ask('list', 'of teams'), `${before + 2}`)
    }
  })

  test('what was asked for longest ago goes first where they become too many', async () => {
    const { database } = await world()
    let made = 0
    const known = await rememberedIn(database.db)
    const ask = (asked: string, size: number) =>
      known([asked], async () => {
        made += 1
        return '-'.repeat(size)
      })
    await ask('small', 10)
    await ask('first', 3_000_000)
    await ask('small', 10)
    await ask('second', 3_000_000)
    assert.equal(made, 3)
    await ask('small', 10)
    await ask('second', 3_000_000)
    assert.equal(made, 3)
    await ask('first', 3_000_000)
    assert.equal(made, 4)
  })

  test('a list that was read before shows what has changed since, page by page', async () => {
    const here = await world()
    const { get, post } = await editor(here)
    const group = newTag('group')
    const list = async (page: number) =>
      (await get(`/api/v1/catalog?groups=${group}&pageSize=1&page=${page}`)).body as {
        entities: { tag: string }[]
        total: number
      }
    const tags: string[] = []
    for (let count = 1; count <= 3; count++) {
      const tag = newTag()
      tags.push(tag)
      await post(yaml(tag, `  x-cortex-groups: [${group}]\n`))
      const pages = await Promise.all(tags.map((_, page) => list(page)))
      assert.deepEqual(pages.flatMap(({ entities }) => entities.map(entity => entity.tag)).sort(), [...tags].sort())
      for (const { total } of pages) assert.equal(total, count)
    }
  })
})
