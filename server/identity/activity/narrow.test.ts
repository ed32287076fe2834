import assert from 'node:assert/strict'
import { before } from 'node:test'
import type { TokenPermission } from '../../../contract/identity/narrowing.ts'
import { OTHERS } from '../../core/db/waiting.ts'
import { type Ask, eachDatabase, type TestPerson, test, type World } from '../../testing/world.ts'

const url = '/api/v1/auth/token'
const DAY = 86_400_000
const SELF = `${url}/self`
const DESCRIPTOR = (tag: string) => `openapi: 3.0.1\ninfo: {title: ${tag}, x-cortex-tag: ${tag}}`

type Call = Pick<Ask, 'method' | 'url' | 'body' | 'from'>

eachDatabase('what a token may do, and what it needs', world => {
  let here: World
  before(async () => {
    here = await world()
  })

  const get = async ({ session }: TestPerson, path: string) => {
    const { status, body } = await here.request({ url: `${url}/${path}`, as: session })
    assert.equal(status, 200, path)
    return body
  }

  const limit = async ({ session }: TestPerson, cid: string, limits: object) => {
    const asked = { ...limits, withoutMyAddress: true }
    const { status, text } = await here.request({
      method: 'PUT',
      url: `${url}/${cid}`,
      as: session,
      body: { limits: asked },
    })
    assert.equal(status, 200, text)
  }

  const sayingOf = (permissions: TokenPermission[], id: string) => {
    const found = permissions.find(({ permission }) => permission === id)
    assert.ok(found)
    const { permission: _, ...said } = found
    return said
  }

  test('each permission says through which roles, or what is missing', async () => {
    const owner = await here.person(['USER'])
    const { cid } = await here.token(owner)
    await limit(owner, cid, { permissions: ['VIEW_CATALOGS'], readOnly: true })
    const { works, readOnly, permissions } = await get(owner, `${cid}/permissions`)
    assert.deepEqual([works, readOnly], [true, true])
    const [catalogs, entities, settings] = ['VIEW_CATALOGS', 'EDIT_ENTITIES', 'EDIT_SETTINGS'].map(id =>
      sayingOf(permissions, id),
    )
    assert.deepEqual(catalogs, { allowed: true, roles: ['User'], reason: 'The owner may, through User.' })
    assert.deepEqual(entities, {
      allowed: false,
      roles: ['User'],
      reason: 'The owner may, through User. The limits of the token exclude it.',
    })
    assert.deepEqual([settings?.allowed, settings?.roles], [false, []])
    assert.match(
      settings?.reason ?? '',
      /^No role of the owner includes Edit settings\. Roles that include it: .*Admin/,
    )
  })

  test('a token of a deactivated owner does not work, and others may not ask', async () => {
    const [owner, other, admin] = [await here.person(), await here.person(), await here.person(['ADMIN'])]
    const { cid } = await here.token(owner)
    for (const what of ['permissions', 'narrowing'])
      assert.equal((await here.request({ url: `${url}/${cid}/${what}`, as: other.session })).status, 404)
    const deactivate = { deactivated_at: here.time.now }
    await here.database.transaction(db => db.updateTable('users').set(deactivate).where('id', '=', owner.id).execute())
    assert.equal((await get(admin, `${cid}/permissions`)).works, false)
  })

  const used = async (owner: TestPerson, calls: readonly Call[], name = 'used') => {
    const made = await here.token(owner, name)
    await here.database.transaction(db =>
      db
        .updateTable('credentials')
        .set({ created_at: here.time.now - 91 * DAY })
        .where('cid', '=', made.cid)
        .execute(),
    )
    const statuses: number[] = []
    for (const call of calls) statuses.push((await here.request({ ...call, as: { bearer: made.bearer } })).status)
    return { ...made, statuses }
  }

  test('a token that only read is proposed to read, with the permissions and from the addresses that it used', async () => {
    const owner = await here.person(['USER'])
    const { cid } = await used(owner, [
      { url: '/api/v1/catalog', from: '10.0.0.5' },
      { url: '/api/v1/catalog/not-there', from: '2001:db8::7' },
      { url: SELF, from: '10.0.0.5' },
    ])
    const answer = await get(owner, `${cid}/narrowing`)
    assert.deepEqual(answer.incomplete, [])
    assert.deepEqual(answer.current, { readOnly: false, permissions: null, addressRanges: null })
    assert.deepEqual(answer.proposed.readOnly, true)
    assert.deepEqual(answer.proposed.permissions, ['VIEW_CATALOGS'])
    assert.deepEqual(answer.proposed.addressRanges.toSorted(), ['10.0.0.5', '2001:db8::7'])
    assert.equal(answer.wouldBeRefused, 0)
    assert.deepEqual(answer.uses.map(({ operation }: { operation: string }) => operation).toSorted(), [
      'describeOwnToken',
      'getEntityDetails',
      'listAllEntities',
    ])
    assert.match(answer.warnings[0], /monthly or yearly/)
  })

  test('other limits are tried, and say what they would have refused', async () => {
    const owner = await here.person(['USER'])
    const calls = [
      { method: 'POST', url: '/api/v1/open-api', body: DESCRIPTOR('tried'), from: '10.0.0.5' },
      { url: '/api/v1/catalog', from: '10.0.0.5' },
      { url: '/api/v1/catalog', from: '10.0.1.5' },
    ] as const
    const { cid } = await used(owner, calls)
    const { proposed } = await get(owner, `${cid}/narrowing`)
    assert.deepEqual([proposed.readOnly, proposed.permissions], [false, ['VIEW_CATALOGS', 'EDIT_ENTITIES']])
    const tried = await get(owner, `${cid}/narrowing?readOnly=true&addressRanges=10.0.0.0/24`)
    const refused = tried.uses.map((use: { operation: string; wouldBeRefused: number; reason: string | null }) => [
      use.operation,
      use.wouldBeRefused,
      use.reason,
    ])
    assert.deepEqual(
      refused.toSorted((a: string[], b: string[]) => String(a[0]).localeCompare(String(b[0]))),
      [
        ['createOrUpdateEntity', 1, 'It changes something.'],
        ['listAllEntities', 1, 'It was called from 10.0.1.5.'],
      ],
    )
    assert.equal(tried.wouldBeRefused, 2)
    const without = await get(owner, `${cid}/narrowing?permissions=VIEW_CATALOGS`)
    assert.equal(without.wouldBeRefused, 1)
    assert.equal(
      (await here.request({ url: `${url}/${cid}/narrowing?addressRanges=here`, as: owner.session })).status,
      400,
    )
  })

  test('what a token may do anyway narrows nothing, and refused calls are not what it needs', async () => {
    const owner = await here.person(['VIEWER'])
    const unused = await used(owner, [], 'unused')
    const nothing = await get(owner, `${unused.cid}/narrowing`)
    assert.deepEqual([nothing.proposed, nothing.since], [nothing.current, null])
    const self = await used(owner, [{ url: SELF }, { method: 'POST', url: '/api/v1/open-api', body: DESCRIPTOR('no') }])
    const { proposed, uses } = await get(owner, `${self.cid}/narrowing`)
    assert.deepEqual([proposed.readOnly, proposed.permissions], [true, null])
    assert.equal(uses.length, 1)
  })

  test('a token that makes keys keeps its permissions, for keys hold no more than their maker', async () => {
    const owner = await here.person(['ADMIN'])
    const key = { name: 'made', roles: [{ type: 'DEFAULT', role: 'USER' }] }
    const { cid, statuses } = await used(owner, [{ method: 'POST', url: '/api/v1/auth/key', body: key }])
    assert.deepEqual(statuses, [200])
    assert.equal((await get(owner, `${cid}/narrowing`)).proposed.permissions, null)
  })

  test('with gaps in the record nothing is proposed, and the answer says which', async () => {
    const owner = await here.person(['USER'])
    const folded = await used(owner, [{ url: '/api/v1/catalog' }])
    await get(owner, `${folded.cid}/narrowing`)
    const set = (cid: string, columns: object) =>
      here.database.transaction(db => db.updateTable('token_uses').set(columns).where('cid', '=', cid).execute())
    await set(folded.cid, { address: OTHERS })
    const answer = await get(owner, `${folded.cid}/narrowing`)
    assert.match(answer.incomplete[0], /addresses were not all recorded/)
    assert.deepEqual(answer.proposed, answer.current)
    const gone = await used(owner, [{ url: '/api/v1/catalog' }])
    await get(owner, `${gone.cid}/narrowing`)
    await set(gone.cid, { route: '/api/v1/of-an-older-version' })
    assert.deepEqual((await get(owner, `${gone.cid}/narrowing`)).incomplete, [], 'known by the recorded operation')
    await set(gone.cid, { operation: null })
    assert.match((await get(owner, `${gone.cid}/narrowing`)).incomplete[0], /no longer has/)
  })

  test('many addresses are proposed as networks, and too many as none', async () => {
    const owner = await here.person(['USER'])
    const from = (network: number, host: number) => ({ url: SELF, from: `10.${network}.0.${host}` })
    const near = Array.from({ length: 25 }, (_, host) => from(host % 2, host + 1))
    const some = await used(owner, near)
    const { proposed } = await get(owner, `${some.cid}/narrowing`)
    assert.deepEqual(proposed.addressRanges.toSorted(), ['10.0.0.0/24', '10.1.0.0/24'])
    const many = await used(
      owner,
      Array.from({ length: 25 }, (_, network) => from(network, 1)),
    )
    assert.equal((await get(owner, `${many.cid}/narrowing`)).proposed.addressRanges, null)
  })

  test('what was proposed refuses nothing of what was let in when it is applied', async () => {
    const owner = await here.person(['ADMIN'])
    const all: readonly Call[] = [
      { url: '/api/v1/catalog', from: '10.0.0.1' },
      { url: '/api/v1/scorecards/', from: '10.0.0.2' },
      { url: '/api/v1/users', from: '10.0.0.3' },
      { method: 'POST', url: '/api/v1/open-api', body: DESCRIPTOR('replayed'), from: '10.0.0.1' },
      { url: '/api/v1/catalog/replayed', from: '10.0.0.1' },
      { url: '/api/v1/home', from: '10.0.0.9' },
      { url: '/api/v1/audit-logs', from: '10.0.0.9' },
      { url: SELF, from: '::1' },
    ]
    for (let first = 0; first < all.length; first++) {
      const calls = all.slice(first, first + 3)
      const { cid, bearer, statuses } = await used(owner, calls)
      const { proposed, current } = await get(owner, `${cid}/narrowing`)
      assert.notDeepEqual(proposed, current)
      await limit(owner, cid, proposed)
      for (const [at, call] of calls.entries())
        assert.equal((await here.request({ ...call, as: { bearer } })).status, statuses[at], JSON.stringify(call))
    }
  })
})
