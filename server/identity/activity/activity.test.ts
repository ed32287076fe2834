import assert from 'node:assert/strict'
import { test } from 'node:test'
import { raiserOf } from '../../core/changes/events.ts'
import { createWorld, eachDatabase, type World } from '../../testing/world.ts'
import { activityOf } from './activity.ts'
import { forgetOldActivity } from './read.ts'

const url = '/api/v1/auth/token'
const HOUR = 3_600_000

const reading = async (here: World) => {
  const { request, person, token } = here
  const owner = await person(['VIEWER'])
  const { cid, bearer } = await token(owner)
  const read = async (what = '') => (await request({ url: `${url}/${cid}/activity${what}`, as: owner.session })).body
  return { ...here, owner, cid, as: { bearer }, last4: bearer.slice(-4), read }
}

eachDatabase('the activity of a token', world => {
  test('says when, from where, with what and to what end it was used, newest first, calls that are alike together', async () => {
    const { request, as, read, time, last4 } = await reading(await world())
    await request({
      url: '/api/v1/catalog/nothing-there',
      as,
      from: '10.0.0.5',
      headers: { 'user-agent': 'curl/7.88.1' },
    })
    time.now += 1000
    for (const _ of [1, 2, 3]) await request({ url: '/api/v1/catalog?page=0', as, from: '10.0.0.6' })
    const { uses, total } = await read()
    assert.equal(total, 2)
    const [latest, first] = uses
    assert.deepEqual(latest, {
      lastAt: new Date(time.now).toISOString(),
      firstAt: new Date(time.now).toISOString(),
      count: 3,
      method: 'GET',
      route: '/api/v1/catalog',
      status: 200,
      reason: null,
      address: '10.0.0.6',
      client: 'test 1.0',
      last4,
    })
    assert.deepEqual([first.route, first.status, first.client], ['/api/v1/catalog/{tagOrId}', 404, 'curl 7.88.1'])
  })

  test('holds every refused attempt with this very secret and its reason, also after it ended', async () => {
    const { request, as, read, cid, owner } = await reading(await world())
    await request({ method: 'POST', url: '/api/v1/open-api', as, body: 'x' })
    await request({ url, as })
    await request({ method: 'DELETE', url: `${url}/${cid}`, as: owner.session })
    await request({ url: '/api/v1/catalog', as, from: '203.0.113.9' })
    const { uses } = await read('?outcome=refused')
    assert.deepEqual(
      uses
        .map((use: { reason: string; status: number; address: string }) => [use.reason, use.status, use.address])
        .toSorted(),
      [
        ['needs EDIT_ENTITIES', 403, '127.0.0.1'],
        ['not allowed', 403, '127.0.0.1'],
        ['revoked', 401, '203.0.113.9'],
      ],
    )
  })

  test('counts calls and refusals by the hour', async () => {
    const { request, as, read, time } = await reading(await world())
    const hour = Math.floor(time.now / HOUR) * HOUR
    for (const at of [hour + HOUR, hour + 2 * HOUR - 1, hour + 2 * HOUR]) {
      time.now = at
      await request({ url: '/api/v1/catalog', as })
    }
    await request({ method: 'POST', url: '/api/v1/open-api', as, body: 'x' })
    const { hours } = await read('/hours')
    assert.deepEqual(hours, [
      { hour: new Date(hour + HOUR).toISOString(), calls: 2, refused: 0 },
      { hour: new Date(hour + 2 * HOUR).toISOString(), calls: 2, refused: 1 },
    ])
  })

  test('knows each network and client from its first use; a newer version of a client is nothing new, a refused attempt neither', async () => {
    const { request, as, read, owner, cid } = await reading(await world())
    const call = (from: string, client: string) =>
      request({ url: '/api/v1/catalog', as, from, headers: { 'user-agent': client } })
    await call('10.0.0.5', 'curl/7.88.1')
    await call('10.0.0.77', 'curl/8.1.0')
    await call('2001:db8:1:2::9', 'terraform/1.9')
    await request({ method: 'DELETE', url: `${url}/${cid}`, as: owner.session })
    await call('203.0.113.9', 'nmap/7')
    const { places } = await read('/places')
    assert.deepEqual(places.map((one: { kind: string; place: string }) => `${one.kind} ${one.place}`).toSorted(), [
      'CLIENT curl',
      'CLIENT terraform',
      'RANGE 10.0.0.0/24',
      'RANGE 2001:db8:1::/48',
    ])
  })

  test('is for its owner and those who may see everybody’s tokens, and for nobody else', async () => {
    const { request, person, cid } = await reading(await world())
    const [other, admin] = [await person(['MANAGER']), await person(['ADMIN'])]
    for (const what of ['', '/hours', '/places']) {
      assert.equal((await request({ url: `${url}/${cid}/activity${what}`, as: other.session })).status, 404)
      assert.equal((await request({ url: `${url}/${cid}/activity${what}`, as: admin.session })).status, 200)
    }
  })

  test('adds up over two servers on one database, and a place is new once', async () => {
    const here = await world()
    const { as, read, request } = await reading(here)
    const other = await createWorld(here.database)
    other.time.now = here.time.now
    await request({ url: '/api/v1/catalog', as })
    await other.request({ url: '/api/v1/catalog', as })
    await Promise.all([here.app.flush(), other.app.flush()])
    const { uses } = await read()
    assert.deepEqual([uses.length, uses[0].count], [1, 2])
    assert.equal((await read('/places')).places.length, 2)
  })

  test('keeps what could not be stored for the next try', async () => {
    const { database, cid, last4, read, time } = await reading(await world())
    let broken = true
    const activity = activityOf(
      {
        ...database,
        transaction: work => (broken ? Promise.reject(new Error('away')) : database.transaction(work)),
      },
      { hasMail: false, raiserOf: raiserOf([]) },
    )
    const call = {
      cid,
      last4,
      method: 'GET',
      operation: null,
      route: '/x',
      status: 200,
      reason: null,
      address: '::1',
      client: 'c',
      at: time.now,
    }
    activity.record(call)
    await assert.rejects(activity.flush())
    activity.record({ ...call, at: time.now + 5 })
    broken = false
    await activity.flush()
    const { uses } = await read()
    assert.deepEqual([uses[0].count, uses[0].lastAt], [2, new Date(time.now + 5).toISOString()])
  })

  test('while nothing can be stored stays bounded in memory, and counts every call once that is over', async () => {
    const { database, cid, last4, read, time } = await reading(await world())
    let broken = true
    const transaction: typeof database.transaction = (work, options) =>
      broken ? Promise.reject(new Error('the disk is full')) : database.transaction(work, options)
    const activity = activityOf({ ...database, transaction }, { hasMail: false, raiserOf: raiserOf([]) })
    const call = {
      cid,
      last4,
      method: 'GET',
      operation: null,
      route: '/x',
      status: 200,
      reason: null,
      address: '::1',
      at: time.now,
    }
    const calls = 60_000
    for (let n = 0; n < calls; n++) activity.record({ ...call, client: `made-up-${n}`, at: time.now + n })
    await activity.flush().catch(() => {})
    broken = false
    await activity.flush()
    const { hours } = await read('/hours')
    assert.equal(
      hours.reduce((sum: number, { calls }: { calls: number }) => sum + calls, 0),
      calls,
    )
    const { places } = await read('/places')
    assert.ok(!places.some(({ place }: { place: string }) => /others/.test(place)))
  })

  test('of a caller who makes up clients stays bounded, and still counts every call', async () => {
    const { database, cid, last4, read, time } = await reading(await world())
    const activity = activityOf(database, { hasMail: false, raiserOf: raiserOf([]) })
    for (let i = 0; i < 1200; i++) {
      const call = {
        cid,
        last4,
        method: 'GET',
        operation: null,
        route: '/x',
        status: 200,
        reason: null,
        address: '::1',
        at: time.now,
      }
      activity.record({ ...call, client: `made-up-${i}` })
      if (i % 100 === 99) await activity.flush()
    }
    const { total } = await read()
    assert.ok(total <= 600, `${total} rows`)
    assert.equal((await read('/hours')).hours[0].calls, 1200)
    assert.ok((await read('/places')).places.length <= 310)
  })

  test('is forgotten after 90 days', async () => {
    const { request, as, read, time, database, app } = await reading(await world())
    await request({ url: '/api/v1/catalog', as })
    await app.flush()
    const later = time.now + 92 * 24 * HOUR
    await database.transaction(db => forgetOldActivity(db, later))
    assert.equal((await read()).total, 0)
    assert.deepEqual((await read('/hours')).hours, [])
  })
})
