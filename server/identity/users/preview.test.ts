import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eachDatabase } from '../../testing/world.ts'

const DAY = 86_400_000
const descriptor = (tag: string) =>
  `openapi: 3.0.1\ninfo:\n  title: One\n  x-cortex-tag: ${tag}\n  x-cortex-type: service\n`

eachDatabase('before a person is deactivated or their roles change', world => {
  test('an admin sees the active tokens and keys, their last callers and which calls would have been refused', async () => {
    const { request, person, token, time } = await world()
    const [admin, leaver] = [await person(['ADMIN']), await person(['ADMIN'])]
    const writer = await token(leaver, 'writer')
    const idle = await token(leaver, 'idle')
    const revoked = await token(leaver, 'revoked')
    await request({ method: 'DELETE', url: `/api/v1/auth/token/${revoked.cid}`, as: leaver.session })
    const as = { bearer: writer.bearer }
    const key = await request({
      method: 'POST',
      url: '/api/v1/auth/key',
      as,
      from: '10.0.0.5',
      body: { name: 'made', roles: [{ type: 'DEFAULT', role: 'USER' }] },
    })
    for (const tag of [`a-${writer.cid}`, `b-${writer.cid}`])
      await request({
        method: 'POST',
        url: '/api/v1/open-api',
        as,
        body: descriptor(tag),
        from: '10.0.0.6',
        headers: { 'user-agent': 'curl/8' },
      })
    await request({ url: '/api/v1/catalog', as: { bearer: key.body.apiKey } })
    const preview = async (body: object) =>
      (await request({ method: 'POST', url: `/api/v1/users/${leaver.id}/preview`, as: admin.session, body })).body
        .credentials

    const viewer = await preview({ roles: [{ type: 'BASIC', role: 'VIEWER' }] })
    assert.deepEqual(viewer.map((one: { name: string; kind: string }) => [one.name, one.kind]).toSorted(), [
      ['idle', 'PERSONAL_TOKEN'],
      ['made', 'API_KEY'],
      ['writer', 'PERSONAL_TOKEN'],
    ])
    const of = (list: { cid: string }[], cid: string) => list.find(one => one.cid === cid)
    const at = new Date(time.now).toISOString()
    assert.deepEqual(of(viewer, writer.cid), {
      cid: writer.cid,
      kind: 'PERSONAL_TOKEN',
      name: 'writer',
      last4: writer.bearer.slice(-4),
      callers: [
        { at, address: '10.0.0.5', client: 'test 1.0', calls: 1 },
        { at, address: '10.0.0.6', client: 'curl 8', calls: 2 },
      ],
      refused: [
        { method: 'POST', route: '/api/v1/auth/key', permission: 'EDIT_API_KEYS', calls: 1, lastAt: at },
        { method: 'POST', route: '/api/v1/open-api', permission: 'EDIT_ENTITIES', calls: 2, lastAt: at },
      ],
    })
    assert.deepEqual(of(viewer, idle.cid), {
      cid: idle.cid,
      kind: 'PERSONAL_TOKEN',
      name: 'idle',
      last4: idle.bearer.slice(-4),
      callers: [],
      refused: [],
    })

    const gone = await preview({ active: false })
    const refusals = gone.flatMap((one: { refused: { route: string; permission: null }[] }) => one.refused)
    assert.deepEqual(
      refusals.map((one: { route: string; permission: null }) => [one.route, one.permission]).toSorted(),
      [
        ['/api/v1/auth/key', null],
        ['/api/v1/catalog', null],
        ['/api/v1/open-api', null],
      ],
    )
    const now = time.now
    time.now += 31 * DAY
    const later = await request({
      method: 'POST',
      url: `/api/v1/users/${leaver.id}/preview`,
      as: (await person(['ADMIN'])).session,
      body: { active: false },
    })
    assert.deepEqual(
      later.body.credentials.flatMap((one: { refused: [] }) => one.refused),
      [],
    )
    time.now = now
  })

  test('a preview changes nothing and needs what the change itself needs', async () => {
    const { request, person } = await world()
    const [manager, other, admin] = [await person(['MANAGER']), await person(['USER']), await person(['ADMIN'])]
    const ask = (as: { cookie: string }, body: object) =>
      request({ method: 'POST', url: `/api/v1/users/${other.id}/preview`, as, body })
    for (const body of [{ active: false }, { roles: [] }, {}])
      assert.equal((await ask(manager.session, body)).status, 403, JSON.stringify(body))
    assert.equal((await ask(admin.session, { active: false })).status, 200)
    const user = await request({ url: `/api/v1/users/${other.id}`, as: admin.session })
    assert.equal(user.body.state, 'ACTIVE')
    const missing = await request({
      method: 'POST',
      url: '/api/v1/users/us0/preview',
      as: admin.session,
      body: { active: false },
    })
    assert.equal(missing.status, 404)
  })
})
