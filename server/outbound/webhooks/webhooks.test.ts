// own process: listens again on the port it had
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { after, before, beforeEach, suite, test } from 'node:test'
import { runDueJobs } from '../../core/jobs/jobs.ts'
import { noted, put } from '../../core/jobs/testing.ts'
import { backgroundOf } from '../../core/slices/derived.ts'
import { SLICES } from '../../slices.ts'
import { engines } from '../../testing/each-database.ts'
import { createWorld, type TestPerson, type World } from '../../testing/world.ts'
import { warnOfExpiries } from '../warnings/expiring.ts'
import { DAY, endingIn, noticesFor, runJobs } from '../warnings/testing.ts'
import { claimDelivery, freeLane } from './lanes.ts'
import { startReceiver } from './testing.ts'

const url = '/api/v1/webhooks'
const env = { PORTICO_SECRET_KEY: 'a key for tests, long enough to count', PORTICO_EGRESS_ALLOW: '127.0.0.1' }

for (const engine of engines)
  suite(`webhooks (${engine.name})`, () => {
    let receiver: Awaited<ReturnType<typeof startReceiver>>
    let opened: Awaited<ReturnType<typeof engine.open>>
    let here: World
    let admin: TestPerson

    before(async () => {
      receiver = await startReceiver()
      opened = await engine.open()
      here = await createWorld(opened.database, env)
    })
    after(async () => {
      await receiver.stop()
      await opened.dispose()
    })
    beforeEach(async () => {
      receiver.state.manner = { status: 204 }
      receiver.received.length = 0
      await here.database.transaction(db => db.deleteFrom('jobs').execute())
      await here.database.transaction(db => db.deleteFrom('webhooks').execute())
      admin = await here.person(['ADMIN'])
    })

    const post = (path: string, body?: unknown) =>
      here.request({ method: 'POST', url: path, as: admin.session, ...(body === undefined ? {} : { body }) })
    const create = async (more: Record<string, unknown> = {}) => {
      const { status, body, text } = await post(url, { url: receiver.url, events: ['token.created'], ...more })
      assert.equal(status, 201, text)
      return body
    }
    const makeToken = () => post('/api/v1/auth/token', { name: 'ci' })
    const deliveries = async (id: string) =>
      (await here.request({ url: `${url}/${id}/deliveries`, as: admin.session })).body.deliveries

    test('a created token arrives, signed so that the receiver can tell', async () => {
      const webhook = await create()
      const token = await makeToken()
      assert.deepEqual(await runJobs(here), [])
      const [{ headers, body } = assert.fail('nothing arrived')] = receiver.received
      const [, t = '', v1 = ''] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['portico-signature'])) ?? []
      assert.equal(createHmac('sha256', webhook.secret).update(`${t}.${body}`).digest('hex'), v1)
      assert.equal(Number(t), Math.floor(here.time.now / 1000))
      const event = JSON.parse(body)
      assert.equal(headers['portico-event'], 'token.created')
      assert.equal(headers['portico-delivery'], event.id)
      assert.equal(event.data.token.cid, token.body.cid)
      assert.equal(event.data.token.owner.email, admin.email)
      assert.ok(!body.includes(token.body.token))
      const [delivery] = await deliveries(webhook.id)
      assert.deepEqual([delivery.status, delivery.attempts, delivery.answerStatus], ['DELIVERED', 1, 204])
    })

    test('an expiry is announced once, with the threshold', async () => {
      await create({ events: ['token.expiring', 'key.expiring'] })
      await endingIn(here, { owner: admin, days: 8.5 })
      await endingIn(here, { maker: admin, days: 8.5 })
      const start = here.time.now
      here.time.now = start + 2 * DAY
      for (let round = 0; round < 2; round++) {
        await warnOfExpiries(here.database, here.time.now)
        await runJobs(here)
      }
      here.time.now = start
      const events = receiver.received.map(({ body }) => JSON.parse(body))
      assert.deepEqual(events.map(({ event }) => event).sort(), ['key.expiring', 'token.expiring'])
      assert.deepEqual([...new Set(events.map(({ data }) => data.withinDays))], [7])
    })

    test('the secret is shown once, stands nowhere in plain text, and can be renewed', async () => {
      const { id, secret } = await create()
      assert.match(secret, /^whsec_[\w-]{43}$/)
      const listed = await here.request({ url, as: admin.session })
      assert.ok(!listed.text.includes(secret))
      const before = await here.database.db.selectFrom('webhooks').selectAll().executeTakeFirstOrThrow()
      assert.ok(!JSON.stringify(before).includes(secret))
      const renewed = await post(`${url}/${id}/secret`)
      assert.notEqual(renewed.body.secret, secret)
      await makeToken()
      await runJobs(here)
      const [{ headers, body } = assert.fail('nothing arrived')] = receiver.received
      const [, t, v1] = /^t=(\d+),v1=(\w+)$/.exec(String(headers['portico-signature'])) ?? []
      assert.equal(createHmac('sha256', renewed.body.secret).update(`${t}.${body}`).digest('hex'), v1)
      const audit = await here.request({ url: `/api/v1/audit-logs?objectIdentifiers=${id}`, as: admin.session })
      for (const one of [secret, renewed.body.secret, receiver.url]) assert.ok(!audit.text.includes(one))
    })

    test('a receiver that answers 500, redirects or is gone is tried again later and later, then given up', async () => {
      const { id } = await create()
      const start = here.time.now
      receiver.state.manner = { status: 302, location: 'http://127.0.0.1:1/elsewhere' }
      await makeToken()
      await runJobs(here)
      assert.equal((await deliveries(id))[0].error, 'The receiver answered 302; redirects are not followed.')
      await runJobs(here)
      assert.equal(receiver.received.length, 1)
      receiver.state.manner = { status: 500 }
      for (let hours = 0; hours < 30; hours++) {
        here.time.now += DAY / 24
        await runJobs(here)
      }
      const again = { ...admin, session: await here.signIn(admin.id) }
      const [delivery] = (await here.request({ url: `${url}/${id}/deliveries`, as: again.session })).body.deliveries
      assert.deepEqual(
        [delivery.status, delivery.attempts, delivery.answerStatus, delivery.nextAt],
        ['FAILED', 8, 500, null],
      )
      assert.equal(receiver.received.length, 8)
      receiver.state.manner = { status: 200 }
      const resent = await here.request({
        method: 'POST',
        url: `${url}/${id}/deliveries/${delivery.id}/redeliver`,
        as: again.session,
      })
      assert.equal(resent.status, 202)
      await runJobs(here)
      const last = receiver.received.at(-1)
      assert.equal(last?.headers['portico-delivery'], delivery.id)
      here.time.now = start
      assert.equal((await deliveries(id))[0].status, 'DELIVERED')
    })

    test('one that fails for three days is turned off, and everyone who may turn it on again is notified', async () => {
      const { id } = await create()
      const start = here.time.now
      receiver.state.manner = { status: 503 }
      for (const day of [0, 1, 2, 3.1]) {
        here.time.now = start + day * DAY
        const again = await here.signIn(admin.id)
        await here.request({ method: 'POST', url: '/api/v1/auth/token', as: again, body: { name: 'ci' } })
        await runJobs(here)
      }
      const again = { ...admin, session: await here.signIn(admin.id) }
      const { body } = await here.request({ url: `${url}/${id}`, as: again.session })
      assert.equal(body.enabled, false)
      const [notice] = await noticesFor(here, again)
      assert.match(notice.title, /^The webhook to 127\.0\.0\.1:\d+ was turned off$/)
      const on = { method: 'PUT', url: `${url}/${id}`, as: again.session, body: { enabled: true } } as const
      assert.deepEqual(
        [(await here.request(on)).body.enabled, (await here.request(on)).body.failingSince],
        [true, null],
      )
      here.time.now = start
    })

    test('one that hangs is cut off, and holds up no other job', async () => {
      const { id } = await create()
      receiver.state.manner = 'hang'
      await makeToken()
      await makeToken()
      const done: string[] = []
      const { handlers, sources } = backgroundOf(SLICES, {
        ...here.app.services,
        mailer: undefined,
        webhookCalls: { timeoutMs: 400 },
      })
      const note = noted(async () => done.push('note'))
      await put(here.database, 'n', {}, here.time.now + 1)
      here.time.now += 1
      const parts = { database: here.database, clock: () => here.time.now }
      const running = runDueJobs({ ...parts, handlers: { ...handlers, note }, sources })
      while (done.length === 0) await new Promise(resolve => setTimeout(resolve, 5))
      assert.ok(receiver.received.length <= 1, 'one delivery of a webhook at a time')
      await running
      assert.equal((await deliveries(id)).at(-1).error, 'The receiver did not answer within 0.4 seconds.')
    })

    test('six that hang hold up no other: it gets all thirty', async () => {
      const hanging = await startReceiver()
      hanging.state.manner = 'hang'
      for (let count = 0; count < 6; count++) await create({ url: hanging.url })
      await create()
      for (let count = 0; count < 30; count++) await makeToken()
      const running = runJobs(here, { timeoutMs: 60_000 })
      while (receiver.received.length < 30) await new Promise(resolve => setTimeout(resolve, 5))
      assert.equal(hanging.received.length, 6, 'each that hangs was sent one')
      await hanging.stop()
      await running
    })

    test('one that fails is left alone for longer and longer, and gets all of it once it works again', async () => {
      const { id } = await create()
      const start = here.time.now
      receiver.state.manner = { status: 503 }
      for (let count = 0; count < 3; count++) await makeToken()
      const triedAfter = async (ms: number) => {
        here.time.now = start + ms
        await makeToken()
        await runJobs(here)
        return receiver.received.length
      }
      const tried = []
      for (const ms of [0, 500, 1000, 1500, 2000, 3000, 4000, 7000, 8000]) tried.push(await triedAfter(ms))
      assert.deepEqual(tried, [1, 1, 2, 2, 3, 3, 4, 4, 5])
      const { body } = await here.request({ url: `${url}/${id}`, as: admin.session })
      assert.equal(body.failingSince, new Date(start).toISOString())
      const waiting = (await deliveries(id)).filter(({ attempts }: { attempts: number }) => attempts === 0)
      assert.deepEqual(
        [...new Set(waiting.map(({ nextAt }: { nextAt: string }) => nextAt))],
        [new Date(start + 16_000).toISOString()],
      )
      receiver.state.manner = { status: 204 }
      receiver.received.length = 0
      await triedAfter(20_000)
      assert.equal(receiver.received.length, 8, 'all that were not tried yet')
      await triedAfter(60_000)
      const states = (await deliveries(id)).map(({ status }: { status: string }) => status)
      assert.deepEqual([...new Set(states)], ['DELIVERED'])
      here.time.now = start
    })

    test('two nodes send each thing once, and what a node that died had claimed is sent once its lease is over', async () => {
      const { id } = await create()
      for (let count = 0; count < 10; count++) await makeToken()
      await Promise.all([runJobs(here), runJobs(here)])
      assert.equal(new Set(receiver.received.map(({ headers }) => headers['portico-delivery'])).size, 10)
      assert.equal(receiver.received.length, 10)
      const start = here.time.now
      await makeToken()
      const claimed = await claimDelivery(here.database, start)
      here.time.now = start + 119_000
      await runJobs(here)
      assert.equal(receiver.received.length, 10)
      here.time.now = start + 121_000
      await runJobs(here)
      assert.equal(receiver.received.length, 11)
      assert.equal(await here.database.transaction(db => freeLane(db, claimed ?? assert.fail())), false)
      assert.equal((await deliveries(id))[0].status, 'DELIVERED')
      here.time.now = start
    })

    test('after a clock was a day ahead, what waits is sent at once', async () => {
      await create()
      const start = here.time.now
      receiver.state.manner = { status: 503 }
      await makeToken()
      here.time.now = start + DAY
      await runJobs(here)
      here.time.now = start
      receiver.state.manner = { status: 204 }
      receiver.received.length = 0
      await makeToken()
      await runJobs(here)
      assert.equal(receiver.received.length, 2)
    })

    test('of an answer without an end only the beginning is read', async () => {
      const { id } = await create()
      receiver.state.manner = 'endless'
      await makeToken()
      await runJobs(here)
      assert.equal((await deliveries(id))[0].status, 'DELIVERED')
    })

    test('a name that leads into the own network is not called, and a name is looked up once', async () => {
      const webhook = await create({ url: `http://hooks.example.com:${receiver.port}/hook` })
      await makeToken()
      await runJobs(here, { resolve: async () => [{ address: '10.0.0.5', family: 4 }] })
      const [refused] = await deliveries(webhook.id)
      assert.match(refused.error, /^hooks\.example\.com resolves to a private network/)
      await runJobs(here)
      const rebound = await startReceiver('127.0.0.2', receiver.port)
      let lookups = 0
      const resolve = async () => [{ address: lookups++ === 0 ? '127.0.0.1' : '127.0.0.2', family: 4 }]
      here.time.now += 1000 // it is left alone for a second
      await makeToken()
      await runJobs(here, { resolve })
      await rebound.stop()
      assert.equal(lookups, 1)
      assert.deepEqual([receiver.received.length, rebound.received.length], [1, 0])
      assert.equal(receiver.received[0]?.headers.host, `hooks.example.com:${receiver.port}`)
      const both = async () => [
        { address: '127.0.0.1', family: 4 },
        { address: '127.0.0.2', family: 4 },
      ]
      await makeToken()
      await runJobs(here, { resolve: both })
      assert.equal(receiver.received.length, 1, 'one address inside is enough to refuse')
    })

    test('http is for allowed ranges alone, and an address inside is refused at once', async () => {
      const bad = async (address: string) => (await post(url, { url: address, events: ['token.created'] })).body.details
      assert.match(await bad('https://10.0.0.1/x'), /points to a private network/)
      assert.match(await bad('https://[::ffff:10.0.0.1]/x'), /points to a private network/)
      assert.match(await bad('https://2130706434/x'), /points to a private network/)
      assert.match(await bad('ftp://example.com/x'), /must be a URL such as https:/)
      assert.match(await bad('https://user:pass@example.com/x'), /must not contain a user, password or fragment/)
      const { id } = await create({ url: 'http://hooks.example.com/x' })
      await makeToken()
      await runJobs(here, { resolve: async () => [{ address: '93.184.216.34', family: 4 }] })
      assert.equal(
        (await deliveries(id))[0].error,
        'http is allowed only for ranges in PORTICO_EGRESS_ALLOW. Use https.',
      )
    })

    test('without PORTICO_SECRET_KEY none can be created, and with another key none is sent', async () => {
      const { id } = await create()
      const without = await createWorld(opened.database, { PORTICO_EGRESS_ALLOW: '127.0.0.1' })
      const asked = {
        method: 'POST',
        url,
        as: admin.session,
        body: { url: receiver.url, events: ['token.created'] },
      } as const
      const refused = await without.request(asked)
      assert.equal(refused.status, 409)
      assert.match(refused.body.details, /^Webhooks need PORTICO_SECRET_KEY, which encrypts their secrets/)
      assert.equal((await without.request({ url, as: admin.session })).body.create.allowed, false)
      const other = await createWorld(opened.database, { ...env, PORTICO_SECRET_KEY: 'f'.repeat(64) })
      await makeToken()
      await runJobs({ ...other, time: here.time })
      assert.equal(receiver.received.length, 0)
      assert.match((await deliveries(id))[0].error, /can't be read with this PORTICO_SECRET_KEY/)
    })

    test('only the last 50 that are done are kept, and a copy with outbound turned off sends nothing', async () => {
      const { id } = await create()
      for (let count = 0; count < 53; count++) assert.equal((await post(`${url}/${id}/ping`)).status, 202)
      await runJobs(here)
      assert.equal(receiver.received.length, 53)
      assert.equal((await deliveries(id)).length, 50)
      const outbound = { key: 'outbound', value: 'off' }
      await post(`${url}/${id}/ping`)
      await here.database.transaction(db => db.insertInto('settings').values(outbound).execute())
      await runJobs(here)
      await makeToken()
      await here.database.transaction(db => db.deleteFrom('settings').where('key', '=', 'outbound').execute())
      await runJobs(here)
      assert.equal(receiver.received.length, 53)
    })

    test('a change of the url needs a recent proof, and turning it off does not', async () => {
      const { id, version } = await create()
      const put = (body: unknown, as = admin.session, headers = {}) =>
        here.request({ method: 'PUT', url: `${url}/${id}`, as, body, headers })
      await here.database.transaction(db =>
        db
          .updateTable('sessions')
          .set({ proved_at: here.time.now - DAY })
          .where('user_id', '=', admin.id)
          .execute(),
      )
      const refused = await put({ url: 'https://example.com/x' })
      assert.deepEqual([refused.status, refused.body.proofNeeded], [403, true])
      assert.equal((await put({ enabled: false })).status, 200)
      assert.equal((await put({ enabled: true }, admin.session, { 'if-match': `"${version}"` })).status, 409)
      assert.equal((await here.request({ method: 'DELETE', url: `${url}/${id}`, as: admin.session })).status, 204)
    })
  })
