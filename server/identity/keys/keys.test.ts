import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eachDatabase } from '../../testing/world.ts'

const url = '/api/v1/auth/key'
const self = '/api/v1/auth/token/self'
const readOnly = [{ type: 'DEFAULT', role: 'READ_ONLY' }]

eachDatabase('workspace API keys', world => {
  test('an admin makes a key, finds it by its last 4 and deletes it', async () => {
    const { person, request } = await world()
    const admin = await person(['ADMIN'])
    const made = await request({
      method: 'POST',
      url,
      as: admin.session,
      body: {
        name: 'scanner',
        roles: [{ type: 'DEFAULT', role: 'ADMIN' }],
        expirationDate: '2030-01-01T00:00:00.000Z',
      },
    })
    assert.equal(made.status, 200)
    assert.match(made.body.apiKey, /^portico_key_/)
    const key = { bearer: made.body.apiKey }
    const listed = await request({ url, as: key })
    assert.equal(listed.status, 200)
    const [mine] = listed.body.apiKeys.filter((one: { last4: string }) => one.last4 === made.body.apiKey.slice(-4))
    assert.deepEqual(mine.roles, [{ type: 'DEFAULT', role: 'ADMIN' }])
    const deleted = await request({ method: 'DELETE', url: `${url}/${mine.cid}`, as: admin.session, body: {} })
    assert.equal(deleted.status, 200)
    assert.equal(deleted.text, '')
    assert.equal((await request({ url, as: key })).status, 401)
    assert.equal((await request({ url: `${url}/${mine.cid}`, as: admin.session })).status, 404)
  })

  test('VIEWER and READ_ONLY are the same role, answered as READ_ONLY', async () => {
    const { person, request } = await world()
    const admin = await person(['ADMIN'])
    for (const role of ['VIEWER', 'READ_ONLY']) {
      const made = await request({
        method: 'POST',
        url,
        as: admin.session,
        body: { name: role, roles: [{ type: 'DEFAULT', role }] },
      })
      assert.deepEqual(made.body.roles, readOnly)
    }
  })

  test('a key made by a token ends with it, never exceeds its owner, and dies when the token is revoked', async () => {
    const { person, token, request, database } = await world()
    const admin = await person(['ADMIN'])
    const { bearer, cid } = await token(admin)
    const made = await request({
      method: 'POST',
      url,
      as: { bearer },
      body: { name: 'by token', roles: [{ type: 'DEFAULT', role: 'ADMIN' }] },
    })
    const key = { bearer: made.body.apiKey }
    assert.equal((await request({ url, as: key })).status, 200)
    await database.transaction(db =>
      db.updateTable('role_grants').set({ role: 'USER' }).where('holder_id', '=', admin.id).execute(),
    )
    assert.equal((await request({ url, as: key })).status, 403)
    await database.transaction(db =>
      db.updateTable('role_grants').set({ role: 'ADMIN' }).where('holder_id', '=', admin.id).execute(),
    )
    assert.equal((await request({ url, as: key })).status, 200)
    await request({ method: 'DELETE', url: `/api/v1/auth/token/${cid}`, as: admin.session })
    assert.equal((await request({ url, as: key })).status, 401)
    const { body } = await request({
      url: `/api/v1/audit-logs?objectIdentifiers=${made.body.cid}&actions=DELETE`,
      as: admin.session,
    })
    assert.deepEqual(body.logs[0].changes, { name: { before: 'by token' }, endedWith: { after: cid } })
  })

  test('a key made by an expiring token cannot end later than the token', async () => {
    const { person, request } = await world()
    const admin = await person(['ADMIN'])
    const created = await request({
      method: 'POST',
      url: '/api/v1/auth/token',
      as: admin.session,
      body: { name: 't', expirationDate: '2027-06-01T00:00:00Z' },
    })
    const as = { bearer: created.body.token }
    const later = await request({
      method: 'POST',
      url,
      as,
      body: { name: 'k', roles: readOnly, expirationDate: '2027-06-02T00:00:00Z' },
    })
    assert.equal(later.status, 400)
    assert.match(later.body.details, /can't outlive it\. Choose June 1, 2027 at 00:00 UTC or earlier\./)
    const open = await request({ method: 'POST', url, as, body: { name: 'k', roles: readOnly } })
    assert.equal(open.body.expirationDate, '2027-06-01T00:00:00.000Z')
  })

  test('nobody makes, renames or deletes a key that holds a permission they lack', async () => {
    const { person, request, database } = await world()
    const id = 'ro0000000000000001'
    await database.transaction(db =>
      db
        .insertInto('roles')
        .values({
          id,
          tag: 'key-keeper',
          name: 'Key keeper',
          permissions: 'EDIT_API_KEYS,VIEW_CATALOGS,VIEW_SCORECARDS,VIEW_INITIATIVES,VIEW_CQL_REPORTS',
          created_at: 1,
          updated_at: 1,
          version: 1,
        })
        .execute(),
    )
    const [keeper, admin] = [await person([id]), await person(['ADMIN'])]
    assert.equal(
      (await request({ method: 'POST', url, as: keeper.session, body: { name: 'k', roles: readOnly } })).status,
      200,
    )
    const refused = await request({
      method: 'POST',
      url,
      as: keeper.session,
      body: { name: 'k', roles: [{ type: 'DEFAULT', role: 'USER' }] },
    })
    assert.equal(refused.status, 403)
    assert.equal(refused.body.details, "The role User has the Edit entities permission, which you don't have.")
    const strong = await request({
      method: 'POST',
      url,
      as: admin.session,
      body: { name: 'k', roles: [{ type: 'DEFAULT', role: 'ADMIN' }] },
    })
    assert.equal(
      (await request({ method: 'DELETE', url: `${url}/${strong.body.cid}`, as: keeper.session })).status,
      403,
    )
    assert.equal(
      (await request({ method: 'PUT', url: `${url}/${strong.body.cid}`, as: keeper.session, body: { name: 'x' } }))
        .status,
      403,
    )
  })

  test('a key is no person: it has no personal tokens and no self', async () => {
    const { person, request } = await world()
    const admin = await person(['ADMIN'])
    const made = await request({
      method: 'POST',
      url,
      as: admin.session,
      body: { name: 'k', roles: [{ type: 'DEFAULT', role: 'ADMIN' }] },
    })
    assert.equal((await request({ url: self, as: { bearer: made.body.apiKey } })).status, 403)
  })
})
