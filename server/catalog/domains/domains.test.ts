import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TreeDomain } from '../../../contract/catalog/domains.ts'
import { MOST_WHOLE_TREE } from '../../../contract/catalog/trees.ts'
import { eachDatabase } from '../../testing/world.ts'
import { at, editor, yaml } from '../entities/testing.ts'

const DOMAIN = '  x-cortex-type: domain\n'
const children = (...tags: string[]) => `  x-cortex-children:\n${tags.map(tag => `    - tag: ${tag}\n`).join('')}`
const parents = (...tags: string[]) => `  x-cortex-parents:\n${tags.map(tag => `    - tag: ${tag}\n`).join('')}`

eachDatabase('domains as a tree', world => {
  test('come with their pairs and with how many entities are directly in each', async () => {
    const here = await world()
    const { post, get, put } = await editor(here)
    assert.deepEqual((await get('/api/v1/domain-tree')).body.domains, [])
    await post(yaml('shop', DOMAIN + children('Cart', 'not-there', 'web')))
    await post(yaml('cart', DOMAIN + children('basket', 'checkout')))
    await post(yaml('basket', parents('cart')))
    await post(yaml('checkout', parents('shop')))
    await post(yaml('web', ''))
    await post(yaml('old', parents('cart')))
    await put(`${at('old')}/archive`)
    await post(yaml('gone', DOMAIN + parents('shop')))
    await put(`${at('gone')}/archive`)
    const { status, body } = await get('/api/v1/domain-tree')
    assert.equal(status, 200)
    assert.deepEqual(
      body.domains.map(({ tag, contents, hasChildren }: TreeDomain) => [tag, contents, hasChildren]),
      [
        ['cart', 2, false],
        ['shop', 2, true],
      ],
    )
    assert.deepEqual([body.isWhole, body.edges], [true, [{ parentTag: 'shop', childTag: 'cart' }]])
    const below = await get('/api/v1/domain-tree?parentTag=SHOP')
    assert.deepEqual([below.body.isWhole, below.body.domains.map(({ tag }: TreeDomain) => tag)], [false, ['cart']])
    await post(yaml('cart', DOMAIN + children('shop')))
    assert.equal((await get('/api/v1/domain-tree')).body.edges.length, 2, 'a cycle is returned as it is')
  })

  test('of more than a thousand come level by level', async () => {
    const here = await world()
    const { get } = await editor(here)
    const row = (n: number) => ({ id: `en${7_000_000_000_000_000 + n}`, tag: `many-${n}`, name: `Many ${n}` })
    const rest = { type: 'domain', document: '{}', created_at: 1, updated_at: 1, sample: 0, version: 1 } as const
    const rows = Array.from({ length: MOST_WHOLE_TREE + 200 }, (_, n) => ({ ...row(n), ...rest }))
    await here.database.transaction(async db => {
      for (let from = 0; from < rows.length; from += 200) {
        await db
          .insertInto('entities')
          .values(rows.slice(from, from + 200))
          .execute()
        const edges = rows
          .slice(Math.max(from, 1), from + 200)
          .map(({ id, tag }) => ({ declared_by: id, parent_tag: 'many-0', child_tag: tag, position: 0 }))
        await db.insertInto('entity_edges').values(edges).execute()
      }
    })
    const { body } = await get('/api/v1/domain-tree')
    assert.deepEqual([body.isWhole, body.edges], [false, []])
    assert.ok(body.domains.every(({ tag }: TreeDomain) => tag === 'many-0' || !tag.startsWith('many')))
    const below = await get('/api/v1/domain-tree?parentTag=many-0&pageSize=1000')
    assert.deepEqual([below.body.domains.length, below.body.total], [1000, MOST_WHOLE_TREE + 199])
  })

  test('need permission to view the catalog', async () => {
    const here = await world()
    assert.equal((await here.request({ url: '/api/v1/domain-tree' })).status, 401)
  })
})
