import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eachDatabase, type World } from '../../testing/world.ts'

const url = '/api/v1/auth/token'

const limited = async (
  { request }: World,
  owner: { session: { cookie: string } },
  limits: object,
  more: object = {},
) => {
  const { status, body } = await request({
    method: 'POST',
    url,
    as: owner.session,
    body: { name: 'narrow', limits, ...more },
  })
  assert.equal(status, 201, body.details)
  return { cid: body.cid, bearer: { bearer: body.token }, limits: body.limits }
}

const tag = () => `entity-${Math.random().toString(36).slice(2)}`
const descriptor = () => `openapi: 3.0.1\ninfo:\n  title: One\n  x-cortex-tag: ${tag()}\n  x-cortex-type: service\n`

const write = ({ request }: World, as: { bearer: string }) =>
  request({
    method: 'POST',
    url: '/api/v1/open-api',
    as,
    body: descriptor(),
    headers: { 'content-type': 'application/openapi' },
  })

eachDatabase('the limits of a token', world => {
  test('a read-only token reads, is refused every change in words, and still revokes itself', async () => {
    const here = await world()
    const { bearer } = await limited(here, await here.person(['USER']), { readOnly: true })
    assert.equal((await here.request({ url: '/api/v1/catalog', as: bearer })).status, 200)
    const refused = await write(here, bearer)
    assert.equal(refused.status, 403)
    assert.equal(refused.body.details, "This token is read-only. Your role allows this, but the token doesn't.")
    assert.match(String(refused.headers['www-authenticate']), /insufficient_scope/)
    assert.equal((await here.request({ method: 'DELETE', url: `${url}/self`, as: bearer })).status, 204)
  })

  test('a read-only token of someone who may not do it either says what that person lacks', async () => {
    const here = await world()
    const { bearer } = await limited(here, await here.person(['VIEWER']), { readOnly: true })
    const refused = await write(here, bearer)
    assert.match(refused.body.details, /^You need the Edit entities permission\. Your role: Viewer\./)
  })

  test('a chosen subset is all that is left, and what was limited away is said', async () => {
    const here = await world()
    const { bearer } = await limited(here, await here.person(['USER']), { permissions: ['VIEW_CATALOGS'] })
    const self = await here.request({ url: `${url}/self`, as: bearer })
    assert.deepEqual(self.body.permissions, ['VIEW_CATALOGS'])
    assert.deepEqual(self.body.limits, { readOnly: false, permissions: ['VIEW_CATALOGS'], addressRanges: null })
    const refused = await write(here, bearer)
    assert.equal(refused.status, 403)
    assert.equal(refused.body.missingPermission, 'EDIT_ENTITIES')
    assert.equal(
      refused.body.details,
      "This token is limited and excludes Edit entities. Your role allows this, but the token doesn't.",
    )
  })

  test('a demotion takes away and a promotion gives back what the limits allow, and no more', async () => {
    const here = await world()
    const owner = await here.person(['USER'])
    const { bearer } = await limited(here, owner, { permissions: ['VIEW_CATALOGS', 'EDIT_ENTITIES'] })
    const role = (name: string) =>
      here.database.transaction(db =>
        db.updateTable('role_grants').set({ role: name }).where('holder_id', '=', owner.id).execute(),
      )
    const held = async () => (await here.request({ url: `${url}/self`, as: bearer })).body.permissions.toSorted()
    await role('VIEWER')
    assert.deepEqual(await held(), ['VIEW_CATALOGS'])
    await role('ADMIN')
    assert.deepEqual(await held(), ['EDIT_ENTITIES', 'VIEW_CATALOGS'])
  })

  test('from outside its ranges a token is refused without revealing them, and the refusal is in its activity', async () => {
    const here = await world()
    const owner = await here.person(['USER'])
    const { cid, bearer } = await limited(here, owner, { addressRanges: ['127.0.0.0/8', '2001:db8::/32'] })
    for (const from of ['127.0.0.9', '::ffff:127.0.0.9', '2001:db8::7'])
      assert.equal((await here.request({ url: '/api/v1/catalog', as: bearer, from })).status, 200, from)
    const refused = await here.request({ url: '/api/v1/catalog', as: bearer, from: '203.0.113.9' })
    assert.equal(refused.status, 403)
    assert.equal(
      refused.body.details,
      "This token can't be used from 203.0.113.9. Its owner limited it to certain addresses.",
    )
    const { body } = await here.request({ url: `${url}/${cid}/activity?outcome=refused`, as: owner.session })
    assert.deepEqual([body.uses.length, body.uses[0].reason, body.uses[0].address], [1, 'wrong address', '203.0.113.9'])
  })

  test('ranges that leave out the person who sets them are asked about first', async () => {
    const { request, person } = await world()
    const owner = await person()
    const ask = (limits: object) => request({ method: 'POST', url, as: owner.session, body: { name: 'away', limits } })
    const asked = await ask({ addressRanges: ['10.0.0.0/8'] })
    assert.equal(asked.status, 409)
    assert.equal(asked.body.field, 'limits.addressRanges')
    assert.equal(
      asked.body.details,
      'These ranges exclude 127.0.0.1, your current address. Add it, or confirm that you want to exclude it.',
    )
    assert.equal((await ask({ addressRanges: ['10.0.0.0/8'], withoutMyAddress: true })).status, 201)
  })

  test('limits that leave nothing and ranges that are none are refused with their field', async () => {
    const { request, person } = await world()
    const viewer = await person(['VIEWER'])
    const faults = [
      [{ permissions: [] }, 'limits.permissions'],
      [{ permissions: ['EDIT_ENTITIES'] }, 'limits.permissions'],
      [{ addressRanges: [] }, 'limits.addressRanges'],
      [{ addressRanges: ['10.0.0.0/33'] }, 'limits.addressRanges'],
      [{ addressRanges: ['localhost'] }, 'limits.addressRanges'],
      [{ addressRanges: ['10.0.0.1,0.0.0.0/0'] }, 'limits.addressRanges'],
    ] as const
    for (const [limits, field] of faults) {
      const refused = await request({ method: 'POST', url, as: viewer.session, body: { name: 'x', limits } })
      assert.equal(refused.status, 400, JSON.stringify(limits))
      assert.ok(refused.body.details.startsWith(field), refused.body.details)
    }
  })

  test('limits are changed later: narrowing at once, widening only with a recent proof', async () => {
    const here = await world()
    const { request, time } = here
    const owner = await here.person(['USER'])
    const { cid, bearer } = await limited(here, owner, {})
    const change = (body: object) => request({ method: 'PUT', url: `${url}/${cid}`, as: owner.session, body })
    const start = time.now
    time.now += 15 * 60_000
    assert.equal((await change({ limits: { readOnly: true } })).status, 200)
    assert.equal((await write(here, bearer)).status, 403)
    for (const wider of [{ limits: { readOnly: false } }, { rotatesItself: true }]) {
      const refused = await change(wider)
      assert.equal(refused.status, 403)
      assert.equal(refused.body.proofNeeded, true)
    }
    time.now = start
    const widened = await change({ limits: { readOnly: false }, rotatesItself: true })
    assert.deepEqual([widened.status, widened.body.limits.readOnly, widened.body.rotatesItself], [200, false, true])
    assert.equal((await write(here, bearer)).status, 200)
  })

  test('a session moves the expiry: sooner at once, later only with a recent proof, never of a token that ended', async () => {
    const here = await world()
    const { request, time } = here
    const owner = await here.person()
    const day = (date: string) => ({ expirationDate: date, timeZone: 'Europe/Berlin' })
    const { cid } = await limited(here, owner, {}, day('2027-03-01'))
    const change = (body: object) => request({ method: 'PUT', url: `${url}/${cid}`, as: owner.session, body })
    const start = time.now
    time.now += 15 * 60_000
    assert.equal((await change(day('2027-02-01'))).body.expirationDate, '2027-02-01T23:00:00.000Z')
    assert.equal((await change(day('2027-02-02'))).body.proofNeeded, true)
    assert.equal((await change({ expirationDate: null })).body.proofNeeded, true)
    time.now = start
    assert.equal((await change({ timeZone: null })).body.expirationDate, '2027-02-01T23:00:00.000Z')
    assert.equal((await change({ expirationDate: null })).body.expirationDate, null)
    await request({ method: 'DELETE', url: `${url}/${cid}`, as: owner.session })
    assert.equal((await change({ name: 'again' })).status, 409)
  })

  test('an API key shares the limits of the token that made it, also those set later', async () => {
    const here = await world()
    const owner = await here.person(['ADMIN'])
    const { cid, bearer } = await limited(here, owner, { addressRanges: ['127.0.0.0/8'] })
    const made = await here.request({
      method: 'POST',
      url: '/api/v1/auth/key',
      as: bearer,
      body: { name: 'made', roles: [{ type: 'DEFAULT', role: 'ADMIN' }] },
    })
    const key = { bearer: made.body.apiKey }
    assert.equal((await write(here, key)).status, 200)
    assert.equal((await here.request({ url: '/api/v1/catalog', as: key, from: '203.0.113.9' })).status, 403)
    await here.request({ method: 'PUT', url: `${url}/${cid}`, as: owner.session, body: { limits: { readOnly: true } } })
    assert.equal(
      (await write(here, key)).body.details,
      "This key is read-only. Its role allows this, but the key doesn't.",
    )
  })

  test('an API key ends no later than the token that made it, also when that is made to end sooner', async () => {
    const here = await world()
    const owner = await here.person(['ADMIN'])
    const { cid, bearer } = await limited(here, owner, {})
    const body = { name: 'made', roles: [{ type: 'DEFAULT', role: 'USER' }] }
    const made = await here.request({ method: 'POST', url: '/api/v1/auth/key', as: bearer, body })
    const sooner = { expirationDate: '2027-01-20', timeZone: 'Europe/Berlin' }
    await here.request({ method: 'PUT', url: `${url}/${cid}`, as: owner.session, body: sooner })
    const key = await here.request({ url: `/api/v1/auth/key/${made.body.cid}`, as: owner.session })
    assert.equal(key.body.expirationDate, '2027-01-20T23:00:00.000Z')
  })

  test('what a token may do is answered without trying, with the reason', async () => {
    const here = await world()
    const owner = await here.person(['USER'])
    const { bearer } = await limited(here, owner, { readOnly: true, permissions: ['VIEW_CATALOGS', 'EDIT_ENTITIES'] })
    const can = async (permission: string) =>
      (await here.request({ url: `${url}/self/can?permission=${permission}`, as: bearer })).body
    assert.deepEqual(await can('EDIT_ENTITIES'), {
      permission: 'EDIT_ENTITIES',
      allowed: true,
      changes: false,
      reason: 'This token is read-only.',
    })
    assert.equal(
      (await can('VIEW_WORKFLOWS')).reason,
      "This token is limited and excludes View workflows. Your role allows this, but the token doesn't.",
    )
    assert.match((await can('EDIT_ROLES')).reason, /^You need the Edit roles permission\. Your role: User\./)
    assert.equal((await here.request({ url: `${url}/self/can?permission=NONE`, as: bearer })).status, 400)
  })
})
