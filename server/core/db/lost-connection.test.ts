/** The connection to PostgreSQL is cut at each moment of a write: the answer says what became of it. */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { freshPostgres, onPostgres, realPostgres } from '../../testing/each-database.ts'
import { type Moment, proxyTo } from '../../testing/proxy.ts'
import { createWorld, type TestPerson, type World } from '../../testing/world.ts'
import { ANONYMOUS } from '../callers/actor.ts'
import { writeAudit } from '../changes/audit.ts'
import type { Database } from './database.ts'
import { OutcomeUnknown, Unavailable } from './failures.ts'
import { openPostgres } from './postgres.ts'
import { poolAt } from './postgres-pool.ts'

const server = await realPostgres()
const skip = server ? false : 'no PostgreSQL answers here'

const entry = { action: 'CREATE', objectType: 'SETTING', objectIdentifier: 'x' } as const

const longestWaitMs = 1_500
const longestSearchMs = 1_000

suite('a connection to PostgreSQL that is lost', { skip }, () => {
  let proxy: Awaited<ReturnType<typeof proxyTo>>
  let direct: Awaited<ReturnType<typeof freshPostgres>>
  let database: Database
  let world: World
  let admin: TestPerson
  let created = 0

  before(async () => {
    direct = await freshPostgres(server ?? '')
    proxy = await proxyTo(direct.url)
    database = openPostgres(poolAt(proxy.url, { longestWaitMs: 10_000 }), { longestWaitMs: 10_000, longestSearchMs })
    world = await createWorld(database)
    admin = await world.person(['ADMIN'])
  })
  after(async () => {
    await database.close()
    proxy.close()
    await direct.drop()
  })

  const create = async (on: World = world) => {
    const name = `token ${++created}`
    const answer = await on.request({
      method: 'POST',
      url: '/api/v1/auth/token',
      as: admin.session,
      body: { name, expirationDate: null },
    })
    return { ...answer, name }
  }
  const isStored = (name: string) =>
    onPostgres(direct.url, async ({ db }) => {
      const rows = await db.selectFrom('credentials').select('cid').where('name', '=', name).execute()
      assert.ok(rows.length <= 1)
      return rows.length === 1
    })

  const cases: readonly (readonly [string, string, Moment, number])[] = [
    ['before the transaction begins', 'begin isolation level', 'cut before', 201],
    ['once it has begun', 'begin isolation level', 'cut after', 201],
    ['within it', 'insert into "audit_logs"', 'cut before', 503],
    ['before the commit arrives', 'commit', 'cut before', 503],
    ['after the commit was carried out', 'commit', 'cut answer', 201],
  ]
  for (const [when, text, moment, status] of cases)
    test(`${when}: the answer is ${status}, which is true, and the next write works`, async () => {
      const cut = proxy.arm(text, moment)
      const { name, ...answer } = await create()
      await cut
      assert.equal(answer.status, status)
      assert.equal(answer.headers['retry-after'], status === 503 ? '5' : undefined)
      assert.equal(await isStored(name), status === 201)
      assert.equal((await create()).status, 201)
    })

  test('before the transaction begins, and no other one is to be had: 503, and nothing is stored', async () => {
    const single = openPostgres(poolAt(proxy.url, { max: 1 }))
    const on = await createWorld(single)
    assert.equal((await create(on)).status, 201)
    proxy.refuse(true)
    const cut = proxy.arm('begin isolation level', 'cut before')
    const { name, status } = await create(on).finally(() => proxy.refuse(false))
    await cut
    assert.equal(status, 503)
    assert.equal(await isStored(name), false)
    assert.equal((await create(on)).status, 201)
    await single.close()
  })

  test('while nobody uses it, and nobody has noticed: reads and writes go on with another', async () => {
    const read = async () => (await world.request({ url: '/api/v1/catalog', as: admin.session })).status
    const write = async () => (await create()).status
    const twelve = () => Promise.all(Array.from({ length: 6 }, () => [read(), write()]).flat())
    await twelve() // so many connections are open
    proxy.cutAll()
    assert.deepEqual(new Set(await twelve()), new Set([200, 201]))
  })

  test('while the commit is on its way: the answer says what became of it, whichever it is', async () => {
    for (let times = 0; times < 5; times++) {
      const cut = proxy.arm('commit', 'cut after')
      const { name, status } = await create()
      await cut
      assert.ok(status === 201 || status === 503)
      assert.equal(await isStored(name), status === 201)
    }
  })

  test('a secret whose commit was looked up works', async () => {
    const cut = proxy.arm('commit', 'cut answer')
    const { body } = await create()
    await cut
    assert.equal((await world.request({ url: '/api/v1/catalog', as: { bearer: body.token } })).status, 200)
  })

  test('a server that may still carry out the commit: 500, OUTCOME_UNKNOWN, and no Retry-After', async () => {
    const cut = proxy.arm('commit', 'hold')
    const { status, headers, body } = await create()
    await cut
    assert.deepEqual([status, body.type, headers['retry-after']], [500, 'OUTCOME_UNKNOWN', undefined])
    assert.match(body.details, /Check whether it was saved/)
  })

  test('an earlier transaction of the same request proves nothing', async () => {
    const requestId = 'one-request'
    const put = (key: string) =>
      database.transaction(
        async db => {
          await db.insertInto('settings').values({ key, value: 'x' }).execute()
          await writeAudit(db, entry, { actor: ANONYMOUS, address: '127.0.0.1', requestId, now: 1 })
        },
        { requestId: () => requestId },
      )
    await put('first step')
    const cut = proxy.arm('commit', 'cut before')
    await assert.rejects(put('second step'), Unavailable)
    await cut
  })

  test('work that names no request reports an unknown outcome', async () => {
    const cut = proxy.arm('commit', 'cut answer')
    const put = database.transaction(db => db.insertInto('settings').values({ key: 'job', value: 'x' }).execute())
    await assert.rejects(put, OutcomeUnknown)
    await cut
  })

  test('a connection that is lost between two statements: nothing was sent, so nobody has to look', async () => {
    const put = database.transaction(
      async db => {
        await db.insertInto('settings').values({ key: 'lost', value: 'x' }).execute()
        proxy.swallow(true) // looking would find nobody
        proxy.cutAll()
        for (let turn = 0; turn < 50; turn++) await sleep(1) // until our side has noticed
      },
      { requestId: () => 'lost' },
    )
    await assert.rejects(
      put.finally(() => proxy.swallow(false)),
      Unavailable,
    )
  })

  test('the first error is what is thrown, whatever the work makes of it', async () => {
    const twice = database.transaction(async db => {
      const put = () => db.insertInto('settings').values({ key: 'twice', value: 'x' }).execute()
      await put()
      await put().catch(() => {})
      await put()
    })
    await assert.rejects(twice, /duplicate key/)
  })

  test('a database that takes everything and answers nothing: 503 as soon as a request has waited long enough', async () => {
    const hanging = openPostgres(poolAt(proxy.url, { max: 3, longestWaitMs }), { longestWaitMs })
    const on = await createWorld(hanging)
    const read = () => on.request({ url: '/api/v1/catalog', as: admin.session })
    assert.equal((await read()).status, 200)
    proxy.swallow(true)
    try {
      const answers = await Promise.all([...Array.from({ length: 8 }, read), create(on)])
      assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([503]))
    } finally {
      proxy.swallow(false)
    }
    assert.equal((await read()).status, 200)
    await hanging.close()
  })
})
