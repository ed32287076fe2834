import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createWorld, eachDatabase, type TestPerson, type World } from '../../testing/world.ts'
import { SAME_ORIGIN, secretIn } from '../sign-in/testing.ts'
import { newUserCode } from './codes.ts'

const url = '/api/v1/auth/device'
const MINUTE = 60_000

const asking = async (here: World) => {
  here.time.now += 20 * MINUTE
  const { request, time } = here
  const person = await here.person(['USER'])
  const started = await request({ method: 'POST', url, body: { client: 'tool on laptop' }, from: '10.0.0.5' })
  assert.equal(started.status, 200, started.text)
  const { device_code, user_code } = started.body
  const ask = (path: string, body: object, as = person.session) =>
    request({ method: 'POST', url: `${url}/${path}`, as, body })
  const collect = async (body: object = { device_code }) => request({ method: 'POST', url: `${url}/token`, body })
  const wait = (seconds: number) => {
    time.now += seconds * 1000
  }
  const approval = { userCode: user_code, name: 'my laptop', expirationDate: '2027-02-14', timeZone: 'Europe/Berlin' }
  const tokens = async () => (await request({ url: '/api/v1/auth/token', as: await here.signIn(person.id) })).body.total
  return {
    ...here,
    anybody: here.person,
    person,
    started,
    device_code,
    user_code,
    ask,
    collect,
    wait,
    approval,
    tokens,
  }
}

eachDatabase('signing in by a code', world => {
  test('the client shows a code, the person types it, and the client receives a personal token once', async () => {
    const { started, user_code, ask, collect, wait, approval, request, person } = await asking(await world())
    assert.match(user_code, /^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/)
    assert.deepEqual(
      [started.body.verification_uri, started.body.expires_in, started.body.interval],
      ['http://localhost:4000/device', 600, 5],
    )
    assert.equal((await collect()).body.error, 'authorization_pending')
    const typed = ` ${user_code.toLowerCase().replace('-', ' ')}`
    const found = await ask('request', { userCode: typed })
    assert.deepEqual([found.body.client, found.body.address], ['tool on laptop', '10.0.0.5'])
    assert.equal((await ask('approval', approval)).status, 204)
    wait(5)
    const { status, body } = await collect()
    assert.deepEqual([status, body.token_type, body.name], [200, 'Bearer', 'my laptop'])
    assert.equal(body.expiration_date, '2027-02-14T23:00:00.000Z')
    const self = await request({ url: '/api/v1/auth/token/self', as: { bearer: body.access_token } })
    assert.deepEqual([self.body.cid, self.body.owner.email], [body.cid, person.email])
    assert.equal((await collect()).body.error, 'expired_token')
  })

  test('a code made while a clock was ahead is over once the clock is right', async () => {
    const { ask, collect, wait, user_code } = await asking(await world())
    assert.equal((await collect()).body.error, 'authorization_pending')
    wait(-86_400)
    assert.equal((await collect()).body.error, 'expired_token')
    assert.equal((await ask('request', { userCode: user_code })).status, 404)
    wait(86_400)
  })

  test('a client that polls too soon gets slow_down, and must wait longer from then on', async () => {
    const { collect, wait } = await asking(await world())
    const errors = []
    for (const seconds of [0, 4, 9, 10, 15]) {
      wait(seconds)
      errors.push((await collect()).body.error)
    }
    assert.deepEqual(errors, ['authorization_pending', 'slow_down', 'slow_down', 'slow_down', 'slow_down'])
    wait(25)
    assert.equal((await collect()).body.error, 'authorization_pending')
  })

  test('what the person refuses, the client learns, and the code is spent', async () => {
    const { ask, user_code, collect, approval } = await asking(await world())
    assert.equal((await ask('denial', { userCode: user_code })).status, 204)
    assert.equal((await ask('approval', approval)).status, 409)
    const { status, body } = await collect()
    assert.deepEqual([status, body.error], [400, 'access_denied'])
    assert.equal((await collect()).body.error, 'expired_token')
  })

  test('a code lives ten minutes, approved or not', async () => {
    const { ask, user_code, collect, wait, approval } = await asking(await world())
    await ask('approval', approval)
    wait(600)
    assert.equal((await collect()).body.error, 'expired_token')
    const late = await ask('request', { userCode: user_code })
    assert.equal(late.status, 404)
    assert.equal(
      late.body.details,
      'This code is invalid or has expired. Codes are valid for ten minutes: request a new one from the client.',
    )
  })

  test('a person who guesses codes is stopped after ten, and a right one is not counted', async () => {
    const { ask, user_code, person } = await asking(await world())
    for (let i = 0; i < 12; i++) assert.equal((await ask('request', { userCode: user_code })).status, 200)
    const statuses = []
    for (let i = 0; i < 12; i++) statuses.push((await ask('request', { userCode: newUserCode() })).status)
    assert.deepEqual(statuses, [...Array(10).fill(404), 429, 429])
    assert.equal((await ask('request', { userCode: user_code }, person.session)).status, 429)
  })

  test('a stranger gets so many codes a minute, and guesses no device code', async () => {
    const { request, collect, time } = await asking(await world())
    time.now += MINUTE
    const statuses = []
    for (let i = 0; i < 11; i++)
      statuses.push((await request({ method: 'POST', url, body: {}, from: '198.51.100.7' })).status)
    assert.deepEqual(statuses, [...Array(10).fill(200), 429])
    assert.equal((await collect({ device_code: 'made-up' })).body.error, 'expired_token')
  })

  test('approving needs a recent proof, and two clients that collect at once make one token', async () => {
    const { ask, collect, approval, time, person, request } = await asking(await world())
    const now = time.now
    time.now += 15 * MINUTE
    assert.equal((await ask('approval', approval)).body.proofNeeded, true)
    time.now = now
    await ask('approval', approval)
    const answers = await Promise.all([collect(), collect(), collect()])
    assert.deepEqual(answers.map(({ status }) => status).toSorted(), [200, 400, 400])
    const list = await request({ url: '/api/v1/auth/token', as: person.session })
    assert.equal(list.body.total, 1)
  })

  test('no code and no secret is stored', async () => {
    const { ask, approval, database, device_code, user_code } = await asking(await world())
    await ask('approval', approval)
    const rows = JSON.stringify(await database.db.selectFrom('device_codes').selectAll().execute())
    for (const code of [device_code, user_code, user_code.replace('-', '')]) assert.ok(!rows.includes(code))
  })

  test('the workspace’s policy holds for such a token too', async () => {
    const { ask, collect, approval, person, request, database } = await asking(await world())
    const admin = await (await world()).person(['ADMIN'])
    const url = '/api/v1/personal-tokens/policy'
    const rules = { longestDays: 10, readOnlyRoles: ['USER'] }
    assert.equal((await request({ method: 'PUT', url, as: admin.session, body: rules })).status, 200)
    const tooLong = await ask('approval', approval)
    assert.deepEqual([tooLong.status, tooLong.body.field], [400, 'expirationDate'])
    assert.equal((await ask('approval', { ...approval, expirationDate: '2027-01-20' })).status, 204)
    const { body } = await collect()
    await database.transaction(db => db.deleteFrom('settings').execute())
    const shown = await request({ url: `/api/v1/auth/token/${body.cid}`, as: person.session })
    assert.equal(shown.body.limits.readOnly, true)
  })

  test('a workspace can turn it off', async () => {
    const { database } = await world()
    const here = await createWorld(database)
    const value = (to: string) =>
      database.transaction(db =>
        db
          .insertInto('settings')
          .values({ key: 'device_sign_in', value: to })
          .onConflict(on => on.column('key').doUpdateSet({ value: to }))
          .execute(),
      )
    await value('off')
    const refused = await here.request({ method: 'POST', url, body: {}, from: '198.51.100.8' })
    await value('on')
    assert.equal(refused.status, 403)
    assert.match(refused.body.details, /^Sign-in with a code is turned off/)
  })

  const ENDINGS: Record<string, (here: Awaited<ReturnType<typeof asking>>, admin: TestPerson) => Promise<unknown>> = {
    'they signed out': ({ request, person }) =>
      request({ method: 'POST', url: '/api/v1/auth/sign-out', as: person.session }),
    'they ended that session from another one': async ({ request, person, signIn }) => {
      const as = await signIn(person.id)
      const { body } = await request({ url: '/api/v1/auth/sessions', as })
      const first = body.sessions.find(({ current }: { current: boolean }) => !current)
      await request({ method: 'DELETE', url: `/api/v1/auth/sessions/${first.id}`, as })
    },
    'an administrator ended their sessions': ({ request, person }, admin) =>
      request({ method: 'DELETE', url: `/api/v1/users/${person.id}/sessions`, as: admin.session }),
    'they were deactivated, and reactivated': async ({ request, person }, admin) => {
      for (const active of [false, true])
        await request({ method: 'PATCH', url: `/api/v1/users/${person.id}`, as: admin.session, body: { active } })
    },
    'their password was reset': async ({ request, person }, admin) => {
      const { body } = await request({
        method: 'POST',
        url: `/api/v1/users/${person.id}/reset-link`,
        as: admin.session,
      })
      const reset = { secret: secretIn(body.url), password: 'nine quiet lamps beneath a bridge' }
      const done = await request({
        method: 'POST',
        url: '/api/v1/auth/password/reset',
        body: reset,
        headers: SAME_ORIGIN,
      })
      assert.equal(done.status, 200, done.text)
    },
    'the session expired': ({ database, person, time }) =>
      database.transaction(db =>
        db.updateTable('sessions').set({ expires_at: time.now }).where('user_id', '=', person.id).execute(),
      ),
  }
  for (const [what, end] of Object.entries(ENDINGS))
    test(`an approval is void once ${what}`, async () => {
      const here = await asking(await world())
      assert.equal((await here.ask('approval', here.approval)).status, 204)
      await end(here, await here.anybody(['ADMIN']))
      const { status, body } = await here.collect()
      assert.deepEqual(
        [status, body.error, body.error_description],
        [400, 'access_denied', 'The session that approved this code has ended. Request a new code.'],
      )
      assert.equal(await here.tokens(), 0)
      assert.equal((await here.collect()).body.error, 'expired_token')
    })

  const RULES: Record<string, [rules: object, why: RegExp]> = {
    'tokens are turned off for their role': [{ rolesOff: ['USER'] }, /^Your workspace has turned off personal tokens/],
    'a token may not live so long': [{ longestDays: 3 }, /^expirationDate: Your workspace allows up to 3 days/],
    'device sign-in is turned off': [{ deviceSignIn: false }, /^Sign-in with a code is turned off/],
    'they have as many tokens as are allowed': [{ mostTokens: 1 }, /^Your workspace allows up to 1 token per person/],
  }
  for (const [what, [rules, why]] of Object.entries(RULES))
    test(`what was approved gives no token where ${what} by the time it is collected, and leaves a row that says why`, async () => {
      const here = await asking(await world())
      const admin = await here.anybody(['ADMIN'])
      await here.token(here.person)
      const put = { method: 'PUT', url: '/api/v1/personal-tokens/policy', as: admin.session, body: rules } as const
      assert.equal((await here.ask('approval', here.approval)).status, 204)
      assert.equal((await here.request(put)).status, 200)
      const { status, body } = await here.collect()
      await here.database.transaction(db => db.deleteFrom('settings').execute())
      assert.deepEqual([status, body.error], [400, 'access_denied'])
      assert.match(body.error_description, why)
      assert.equal(await here.tokens(), 1)
      const rows = await here.database.db
        .selectFrom('audit_logs')
        .select('changes')
        .where('object_identifier', '=', 'device sign-in')
        .where('action', '=', 'DELETE')
        .execute()
      const row = rows.find(({ changes }) => changes?.includes(here.person.email))
      assert.match(JSON.parse(row?.changes ?? '{}').refused.after, why)
    })

  test('of four codes approved under a limit of one token, one gives a token, however they are collected', async () => {
    for (const together of [true, false]) {
      const here = await asking(await world())
      const admin = await here.anybody(['ADMIN'])
      const url = '/api/v1/personal-tokens/policy'
      assert.equal((await here.request({ method: 'PUT', url, as: admin.session, body: { mostTokens: 1 } })).status, 200)
      const codes = [here.device_code]
      assert.equal((await here.ask('approval', here.approval)).status, 204)
      for (let more = 0; more < 3; more++) {
        const { body } = await here.request({ method: 'POST', url: '/api/v1/auth/device', body: {}, from: '10.0.0.9' })
        assert.equal((await here.ask('approval', { ...here.approval, userCode: body.user_code })).status, 204)
        codes.push(body.device_code)
      }
      const statuses: number[] = []
      const collect = async (device_code: string) => statuses.push((await here.collect({ device_code })).status)
      if (together) await Promise.all(codes.map(collect))
      else for (const code of codes) await collect(code)
      await here.database.transaction(db => db.deleteFrom('settings').execute())
      assert.deepEqual(statuses.toSorted(), [200, 400, 400, 400])
      assert.equal(await here.tokens(), 1)
    }
  })
})
