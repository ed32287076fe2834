import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eachDatabase } from '../../testing/world.ts'

const url = '/api/v1/auth/token'

eachDatabase('personal tokens', world => {
  test('a person creates a token and the token says who it is', async () => {
    const { person, request } = await world()
    const viewer = await person(['VIEWER'])
    const created = await request({
      method: 'POST',
      url,
      as: viewer.session,
      body: { name: 'nightly', expirationDate: '2027-02-21', timeZone: 'Europe/Berlin' },
    })
    assert.equal(created.status, 201)
    assert.equal(created.body.expirationDate, '2027-02-21T23:00:00.000Z')
    const self = await request({ url: `${url}/self`, as: { bearer: created.body.token } })
    assert.equal(self.status, 200)
    assert.equal(self.body.owner.email, viewer.email)
    assert.deepEqual(self.body.permissions, [
      'VIEW_CATALOGS',
      'VIEW_SCORECARDS',
      'VIEW_INITIATIVES',
      'VIEW_CQL_REPORTS',
    ])
  })

  test('a person whose custom role grants nothing creates a token too', async () => {
    const { person, request } = await world()
    const nobody = await person([])
    const created = await request({ method: 'POST', url, as: nobody.session, body: { name: 'mine' } })
    assert.equal(created.status, 201)
    assert.equal(created.body.expirationDate, null)
  })

  test('a token works in the last millisecond and is refused at the instant it expires', async () => {
    const { person, request, time } = await world()
    const owner = await person()
    const created = await request({
      method: 'POST',
      url,
      as: owner.session,
      body: { name: 'short', expirationDate: '2027-02-21', timeZone: 'Europe/Berlin' },
    })
    const bearer = { bearer: created.body.token }
    const before = time.now
    time.now = Date.parse('2027-02-21T23:00:00.000Z') - 1
    assert.equal((await request({ url: `${url}/self`, as: bearer })).status, 200)
    time.now += 1
    const refused = await request({ url: `${url}/self`, as: bearer })
    time.now = before
    assert.equal(refused.status, 401)
    assert.equal(
      refused.body.details,
      'This token expired on February 22, 2027 at 00:00 (Europe/Berlin), 2027-02-21T23:00Z. Create a new one in My access tokens.',
    )
    assert.match(
      String(refused.headers['www-authenticate']),
      /^Bearer realm="Portico", error="invalid_token", error_description=/,
    )
  })

  test('a revoked token is refused by the very next request and told when and by whom', async () => {
    const { person, token, request } = await world()
    const owner = await person()
    const { cid, bearer } = await token(owner)
    assert.equal((await request({ method: 'DELETE', url: `${url}/${cid}`, as: owner.session })).status, 204)
    const refused = await request({ url: `${url}/self`, as: { bearer } })
    assert.equal(refused.status, 401)
    assert.equal(refused.body.details, 'This token was revoked on January 15, 2027 at 12:00 UTC by its owner.')
  })

  test('nobody sees or revokes another person’s token without the permission', async () => {
    const { person, token, request } = await world()
    const [owner, other, admin] = [await person(), await person(['MANAGER']), await person(['ADMIN'])]
    const { cid } = await token(owner)
    assert.equal((await request({ url: `${url}/${cid}`, as: other.session })).status, 404)
    assert.equal((await request({ method: 'DELETE', url: `${url}/${cid}`, as: other.session })).status, 404)
    assert.equal(
      (await request({ method: 'PUT', url: `${url}/${cid}`, as: admin.session, body: { name: 'theirs' } })).status,
      403,
    )
    assert.equal((await request({ method: 'DELETE', url: `${url}/${cid}`, as: admin.session })).status, 204)
  })

  test('a token cannot create, list or revoke tokens', async () => {
    const { person, token, request } = await world()
    const { bearer, cid } = await token(await person(['ADMIN']))
    const asked = [
      { method: 'POST', url, body: { name: 'x' } },
      { url },
      { method: 'DELETE', url: `${url}/${cid}` },
    ] as const
    for (const ask of asked) {
      const refused = await request({ ...ask, as: { bearer } })
      assert.equal(refused.status, 403)
      assert.equal(refused.body.details, "Tokens can't be used for this. Sign in at http://localhost:4000.")
    }
  })

  test('the owner’s new role counts at the next call, and a deactivated owner’s token is refused', async () => {
    const { person, token, request, database } = await world()
    const owner = await person(['VIEWER'])
    const { bearer } = await token(owner)
    const permissions = async () => (await request({ url: `${url}/self`, as: { bearer } })).body.permissions
    assert.equal((await permissions()).includes('EDIT_ENTITIES'), false)
    await database.transaction(db =>
      db.updateTable('role_grants').set({ role: 'USER' }).where('holder_id', '=', owner.id).execute(),
    )
    assert.equal((await permissions()).includes('EDIT_ENTITIES'), true)
    await database.transaction(db =>
      db.updateTable('users').set({ deactivated_at: 1 }).where('id', '=', owner.id).execute(),
    )
    const refused = await request({ url: `${url}/self`, as: { bearer } })
    assert.equal(refused.status, 401)
    assert.equal(refused.body.details, 'The owner of this token is deactivated. Contact an administrator.')
  })

  test('the last use is shown at once and survives a flush', async () => {
    const { person, token, request, app } = await world()
    const owner = await person()
    const { cid, bearer } = await token(owner)
    await request({ url: `${url}/self`, as: { bearer }, headers: { 'user-agent': 'curl/7.88.1' } })
    const shown = async () => (await request({ url: `${url}/${cid}`, as: owner.session })).body.lastUsed
    assert.equal((await shown()).client, 'curl 7.88.1')
    await app.flush()
    assert.deepEqual(await shown(), { at: '2027-01-15T12:00:00.000Z', address: '127.0.0.1', client: 'curl 7.88.1' })
  })
})
