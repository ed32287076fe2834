/** Pages of the relationships of a type, asked for in any order while they change. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eachDatabase } from '../../testing/world.ts'
import { declares, relating } from './testing.ts'

const SIZE = 5

eachDatabase('pages of relationships', world => {
  const chained = async (names: number) => {
    const some = await relating(await world())
    const tags = await some.entities(...Array.from({ length: names }, (_, at) => `page-${at}`))
    const type = await some.type({ allowCycles: true })
    const url = `/api/v1/relationships/${type}`
    const pairs = tags.slice(1).map((destination, at) => ({ source: tags[at], destination }))
    await some.ok('POST', url, { relationships: pairs })
    const pages = async (order: readonly number[]) => {
      const found = new Map<number, string[]>()
      for (const page of order) found.set(page, await some.pairsOf(type, `?pageSize=${SIZE}&page=${page}`))
      return [...found].sort(([a], [b]) => a - b).flatMap(([, texts]) => texts)
    }
    const texts = pairs.map(({ source, destination }) => `${source}>${destination}`).sort()
    return { ...some, tags, type, url, pages, texts }
  }

  test('whichever page comes first, together they have each pair once, in order', async () => {
    const { pages, texts } = await chained(23)
    for (const order of [
      [0, 1, 2, 3, 4, 5],
      [4, 3, 2, 1, 0],
      [3, 4, 1, 2, 0],
      [2, 2, 3, 0, 4, 1],
    ])
      assert.deepEqual(await pages(order), texts, order.join())
    assert.deepEqual(await pages([0, 4, 5, 3, 2, 1, 900]), texts)
  })

  test('a page after a change begins where it does then', async () => {
    const { pages, texts, ok, tags, type, url, describe } = await chained(13)
    assert.deepEqual(await pages([0, 1, 2]), texts)
    const [first = '', second = ''] = tags
    await ok('PUT', `/api/v1/catalog/${first}/archive`)
    assert.deepEqual(
      await pages([2, 1, 0]),
      texts.filter(text => !text.startsWith(`${first}>`)),
    )
    await ok('PUT', `/api/v1/catalog/${first}/unarchive`)
    assert.deepEqual(await pages([0, 1, 2]), texts)
    await describe(first, declares(type, { destinations: [String(tags[5])] }))
    assert.deepEqual(await pages([1, 2, 0]), [...texts, `${first}>${tags[5]}`].sort())
    const { total } = await ok('GET', `${url}?pageSize=${SIZE}&page=1`)
    assert.equal(total, texts.length + 1)
    await describe(second, declares(type, { destinations: [String(tags[2])] }))
    assert.deepEqual(await pages([2, 0, 1]), [...texts, `${first}>${tags[5]}`].sort(), 'what is said twice counts once')
  })
})
