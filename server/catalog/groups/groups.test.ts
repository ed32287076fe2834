import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MOST_GROUPS } from '../../../contract/catalog/groups.ts'
import { eachDatabase } from '../../testing/world.ts'

eachDatabase('groups of an entity', world => {
  /** An entity whose descriptor names the group payments. */
  const made = async (tag: string) => {
    const here = await world()
    const as = (await here.person(['USER'])).session
    const source = (more: string) =>
      `openapi: 3.0.1\ninfo:\n  title: ${tag}\n  x-cortex-tag: ${tag}\n  x-cortex-groups: [payments${more}]\n`
    const write = (more = '') => here.request({ method: 'POST', url: '/api/v1/open-api', as, body: source(more) })
    await write()
    const url = `/api/v1/catalog/${tag}/groups`
    const send = (method: 'PUT' | 'DELETE', names: readonly string[], headers = {}) =>
      here.request({ method, url, as, headers, body: { groups: names.map(name => ({ tag: name })) } })
    const list = async (query = '') =>
      (await here.request({ url: `${url}${query}`, as })).body.groups.map((group: { tag: string }) => group.tag)
    const get = async (path: string) => (await here.request({ url: path, as })).body
    const found = async (query: string): Promise<string[]> =>
      (await get(`/api/v1/catalog?${query}`)).entities.map((entity: { tag: string }) => entity.tag)
    return { here, write, send, list, get, found, source }
  }

  test('added ones are listed, shown, found and searched, and the descriptor stays as it was', async () => {
    const { send, list, get, found } = await made('g-one')
    const { status, body } = await send('PUT', ['tier-one', 'Payments', 'Tier-One', 'zebra g-one'])
    assert.equal(status, 200)
    assert.deepEqual(body, {
      groups: [{ tag: 'payments' }, { tag: 'tier-one' }, { tag: 'zebra g-one' }],
      page: 0,
      total: 3,
      totalPages: 1,
    })
    assert.deepEqual((await get('/api/v1/catalog/g-one')).groups, ['payments', 'tier-one', 'zebra g-one'])
    assert.deepEqual(await found('groups=TIER-ONE'), ['g-one'])
    assert.deepEqual(await found('query=zebra%20g-one'), ['g-one'])
    assert.deepEqual((await get('/api/v1/catalog/g-one/openapi')).info['x-cortex-groups'], ['payments'])
    assert.deepEqual(await list('?pageSize=2&page=1'), ['zebra g-one'])
    assert.deepEqual(await list('?page=5'), [])
  })

  test('they stay when the descriptor is written again, and belong to it once it names them', async () => {
    const { write, send, list } = await made('g-two')
    await send('PUT', ['tier-one', 'tier-two'])
    await write(', Tier-One')
    assert.deepEqual(await list(), ['payments', 'Tier-One', 'tier-two'])
    assert.equal((await send('DELETE', ['tier-one'])).status, 400)
    await write()
    assert.deepEqual(await list(), ['payments', 'tier-two'])
  })

  test('only added ones can be removed, in any letter case, and all or none', async () => {
    const { send, list, found } = await made('g-three')
    await send('PUT', ['only-g-three', 'other'])
    const refused = await send('DELETE', ['other', 'PAYMENTS'])
    assert.equal(refused.status, 400)
    assert.equal(refused.body.details, 'groups: the descriptor of g-three names payments. Remove it there.')
    assert.deepEqual(await list(), ['payments', 'only-g-three', 'other'])
    assert.equal((await send('DELETE', ['ONLY-G-THREE', 'unknown'])).status, 200)
    assert.deepEqual(await list(), ['payments', 'other'])
    assert.deepEqual(await found('groups=only-g-three'), [])
  })

  test('a write is audited with what changed, and one that changes nothing is not', async () => {
    const { here, send, get } = await made('g-four')
    const { version } = await get('/api/v1/catalog/g-four')
    await send('PUT', ['tier-one'])
    await send('PUT', ['tier-one'])
    await send('DELETE', ['unknown'])
    const rows = await here.database.db
      .selectFrom('audit_logs')
      .select('changes')
      .where('object_identifier', '=', 'g-four')
      .where('action', '=', 'UPDATE')
      .execute()
    assert.equal(rows.length, 1)
    assert.deepEqual(JSON.parse(rows[0]?.changes ?? ''), {
      groups: { before: ['payments'], after: ['payments', 'tier-one'] },
    })
    assert.equal((await get('/api/v1/catalog/g-four')).version, version + 1)
    assert.equal((await send('PUT', ['tier-two'], { 'if-match': `"${version}"` })).status, 409)
  })

  test('an entity has a limited number of groups', async () => {
    const { send, list } = await made('g-five')
    const many = Array.from({ length: MOST_GROUPS }, (_, n) => `group-${n}`)
    const { status, body } = await send('PUT', many)
    assert.equal(status, 400)
    assert.match(body.details, /^groups: an entity has up to 500 groups/)
    assert.equal((await send('PUT', many.slice(1))).status, 200)
    assert.equal((await list('?pageSize=1000')).length, MOST_GROUPS)
  })

  test('a Viewer reads them and cannot change them; an unknown entity is 404', async () => {
    const { here } = await made('g-six')
    const as = (await here.person(['VIEWER'])).session
    const url = '/api/v1/catalog/g-six/groups'
    assert.equal((await here.request({ url, as })).status, 200)
    assert.equal((await here.request({ method: 'PUT', url, as, body: { groups: [{ tag: 'a' }] } })).status, 403)
    assert.equal((await here.request({ url: '/api/v1/catalog/nothing/groups', as })).status, 404)
  })
})
