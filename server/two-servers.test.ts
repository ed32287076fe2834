/** Two servers as processes of their own on one PostgreSQL: what is done on one applies on the other, and people are notified once. */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { startMailServer } from './core/mail/testing.ts'
import { enqueueMails } from './outbound/emails/outbox.ts'
import { freshPostgres, onPostgres, realPostgres } from './testing/each-database.ts'
import { addPerson, call } from './testing/people.ts'
import { type RunningServer, startServer } from './testing/process.ts'
import { rounds } from './testing/rounds.ts'

const server = await realPostgres()
const withoutPostgres = server ? false : 'no PostgreSQL answers here'

const DAY_MS = 86_400_000

type Person = Awaited<ReturnType<typeof addPerson>>

/** Asks again until the answer is as wanted; answers the last one. */
const until = async <T>(ask: () => Promise<T>, isWanted: (answer: T) => boolean, seconds = 15): Promise<T> => {
  for (let left = seconds * 4; ; left--) {
    const answer = await ask()
    if (isWanted(answer) || left === 0) return answer
    await sleep(250)
  }
}

suite('two servers on one PostgreSQL', { skip: withoutPostgres }, () => {
  let url: string
  let drop: () => Promise<void>
  let mail: Awaited<ReturnType<typeof startMailServer>>
  let env: Record<string, string>
  let servers: [RunningServer, RunningServer]

  const start = async () => {
    servers = await Promise.all([startServer(env), startServer(env)])
  }
  const stop = async () => {
    await Promise.all(servers.map(one => one.stop()))
    for (const one of servers) one.remove()
  }
  const person = (role: string) => onPostgres(url, database => addPerson(database, role))
  const statusOn = async (one: RunningServer, bearer: string) =>
    (await call(one.url, { path: '/api/v1/catalog', bearer })).status
  const read = async (one: RunningServer, path: string, { cookie }: Person) =>
    JSON.parse((await call(one.url, { path, cookie })).text)

  before(async () => {
    ;[{ url, drop }, mail] = await Promise.all([freshPostgres(server ?? ''), startMailServer()])
    env = {
      PORTICO_RATE_LIMIT: '0',
      PORTICO_DATABASE_URL: url,
      PORTICO_SMTP_URL: mail.url,
      PORTICO_SMTP_FROM: 'portico@example.com',
    }
    await start()
  })
  after(async () => {
    await stop()
    await Promise.all([drop(), mail.stop()])
  })

  test('a revocation, a demotion and a deactivation made on one are obeyed by the very next request on the other', async () => {
    const [one, two] = servers
    const [admin, owner, other] = [await person('ADMIN'), await person('USER'), await person('USER')]
    const write = () =>
      call(two.url, {
        method: 'POST',
        path: '/api/v1/open-api',
        bearer: owner.bearer,
        body: 'openapi: 3.0.1\ninfo:\n  title: shared\n  x-cortex-tag: shared\n',
        type: 'application/openapi',
      })
    const patch = (id: string, body: unknown) =>
      call(one.url, { method: 'PATCH', path: `/api/v1/users/${id}`, cookie: admin.cookie, body: JSON.stringify(body) })

    assert.equal((await write()).status, 200)
    assert.equal((await patch(owner.id, { roles: [{ type: 'BASIC', role: 'VIEWER' }] })).status, 200)
    assert.equal((await write()).status, 403)

    assert.equal((await patch(owner.id, { active: false })).status, 200)
    assert.equal((await write()).status, 401)

    assert.equal(await statusOn(two, other.bearer), 200)
    const revoked = await call(one.url, {
      method: 'DELETE',
      path: `/api/v1/auth/token/${other.cid}`,
      cookie: admin.cookie,
    })
    assert.equal(revoked.status, 204)
    assert.equal(await statusOn(two, other.bearer), 401)
  })

  test('a token rotated on both at once has one new secret, whose first use on one ends the old one on the other', async () => {
    const [one, two] = servers
    const owner = await person('USER')
    const rotate = async (on: RunningServer) => {
      const body = JSON.stringify({ minutesAfterFirstUse: 0 })
      const path = `/api/v1/auth/token/${owner.cid}/rotate`
      const { status, text } = await call(on.url, { method: 'POST', path, cookie: owner.cookie, body })
      assert.equal(status, 201, text)
      return String(JSON.parse(text).token)
    }
    const made = await Promise.all([rotate(one), rotate(two)])
    const statuses = [await statusOn(one, made[0]), await statusOn(one, made[1])]
    assert.deepEqual(statuses.toSorted(), [200, 401])
    assert.equal(await statusOn(two, owner.bearer), 401)
    assert.equal(await statusOn(two, made[statuses.indexOf(200)] ?? ''), 200)
  })

  test('the activity of a token adds up over both, and a client is new once', async () => {
    const owner = await person('USER')
    for (let count = 0; count < 3; count++)
      for (const one of servers) assert.equal(await statusOn(one, owner.bearer), 200)
    const sum = ({ uses }: { uses: { count: number }[] }) => uses.reduce((total, { count }) => total + count, 0)
    const activity = `/api/v1/auth/token/${owner.cid}/activity`
    assert.equal(
      sum(
        await until(
          () => read(servers[0], activity, owner),
          answer => sum(answer) === 6,
        ),
      ),
      6,
    )
    const { places } = await read(servers[1], `${activity}/places`, owner)
    assert.deepEqual(places.map(({ kind }: { kind: string }) => kind).toSorted(), ['CLIENT', 'RANGE'])
  })

  test('a token about to expire is announced once in the app and once by mail, even when both start again', async () => {
    const owner = await person('USER')
    await onPostgres(url, ({ transaction }) =>
      transaction(db =>
        db
          .updateTable('credentials')
          .set({ created_at: Date.now() - 60 * DAY_MS, expires_at: Date.now() + DAY_MS / 4 })
          .where('cid', '=', owner.cid)
          .execute(),
      ),
    )
    const beginAgain = async () => {
      await stop()
      await onPostgres(url, ({ transaction }) =>
        transaction(db => db.updateTable('jobs').set({ run_at: 0 }).where('kind', '=', 'expiry-warnings').execute()),
      )
      await start()
    }
    const told = async () => (await read(servers[0], '/api/v1/notices', owner)).notices.length
    const mails = () => mail.to(`${owner.id}@example.com`).length

    await beginAgain()
    assert.equal(await until(told, count => count > 0), 1)
    assert.equal(
      await until(
        async () => mails(),
        count => count > 0,
      ),
      1,
    )
    await beginAgain()
    await sleep(3_000)
    assert.deepEqual([await told(), mails()], [1, 1])
  })

  test('a mail is sent once by two servers, and by the other one where the first is killed while it sends', async () => {
    const owner = await person('USER')
    const address = `${owner.id}@example.com`
    const data = { address: '127.0.0.1', client: 'test', at: Date.now() }
    const send = (count: number) =>
      onPostgres(url, ({ transaction }) =>
        transaction(db =>
          enqueueMails(
            db,
            Array.from({ length: count }, () => ({ template: 'password-changed', userId: owner.id, data }) as const),
            Date.now(),
          ),
        ),
      )
    const mailJobs = () =>
      onPostgres(url, ({ db }) => db.selectFrom('jobs').selectAll().where('kind', '=', 'mail').execute())

    await send(20)
    assert.equal((await until(mailJobs, ({ length }) => length === 0)).length, 0)
    assert.equal(mail.to(address).length, 20)

    await servers[1].stop()
    const whenKilled = Promise.withResolvers<void>()
    mail.state.held = whenKilled.promise
    await send(1)
    const [held] = await until(mailJobs, ([job]) => job?.holder != null)
    assert.ok(held?.holder, 'the first server sends it')
    const isRenewed = ([job]: Awaited<ReturnType<typeof mailJobs>>) =>
      (job?.leased_until ?? 0) > (held.leased_until ?? 0) && job?.holder === held.holder
    if (rounds({ short: 0, long: 1 })) assert.ok(isRenewed(await until(mailJobs, isRenewed)), 'its lease is renewed')

    // at once: the mailer gives up on a mail server that says nothing for 15 seconds
    const [killed, stopped] = servers
    await killed.stop('SIGKILL')
    for (const one of [killed, stopped]) one.remove()
    mail.state.held = Promise.resolve()
    servers = [await startServer(env), killed]
    await send(1)
    const left = await until(mailJobs, ({ length }) => length === 1)
    assert.deepEqual(
      left.map(({ key, holder }) => ({ key, holder })),
      [{ key: held.key, holder: held.holder }],
      'the other server sends what comes later, and does not take this one while its lease lasts',
    )
    await onPostgres(url, ({ transaction }) =>
      transaction(db => db.updateTable('jobs').set({ leased_until: 0 }).where('kind', '=', 'mail').execute()),
    )
    assert.equal((await until(mailJobs, ({ length }) => length === 0)).length, 0)
    assert.equal(mail.to(address).length, 22)
    servers = [servers[0], await startServer(env)]
  })
})
