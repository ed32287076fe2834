import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eachDatabase } from '../../testing/world.ts'
import {
  auditOf,
  GOOD_PASSWORD,
  me,
  OTHER_PASSWORD,
  personWithPassword,
  post,
  SAME_ORIGIN,
  sessionFrom,
  setCookieOf,
  signInAs,
} from './testing.ts'

const HOUR = 3_600_000

eachDatabase('signing in with a password', world => {
  test('the right password begins a session that the browser keeps to itself', async () => {
    const here = await world()
    const person = await personWithPassword(here)
    const answer = await signInAs(here, person.email.toUpperCase(), GOOD_PASSWORD)
    assert.equal(answer.status, 200)
    assert.deepEqual(answer.body, { id: person.id, email: person.email, name: person.name })
    const { httpOnly, sameSite, path, secure } = setCookieOf(answer, 'portico_session') ?? {}
    assert.deepEqual(
      { httpOnly, sameSite, path, secure },
      { httpOnly: true, sameSite: 'lax', path: '/', secure: undefined },
    )
    assert.equal((await me(here, sessionFrom(answer))).body.email, person.email)
  })

  test('the database holds a hash of the cookie, never its value', async () => {
    const here = await world()
    const person = await personWithPassword(here)
    const { cookie } = sessionFrom(await signInAs(here, person.email, GOOD_PASSWORD))
    const rows = await here.database.db.selectFrom('sessions').selectAll().where('user_id', '=', person.id).execute()
    assert.equal(rows.length, 2)
    assert.ok(!JSON.stringify(rows).includes(cookie))
  })

  test('a wrong password, an unknown email and a person without a password are answered alike', async () => {
    const here = await world()
    const known = await personWithPassword(here)
    const without = await here.person()
    const answers = [
      await signInAs(here, known.email, OTHER_PASSWORD),
      await signInAs(here, 'nobody@example.com', OTHER_PASSWORD),
      await signInAs(here, without.email, 'unusable'),
    ]
    for (const { status, body, headers } of answers) {
      assert.equal(status, 401)
      assert.equal(body.details, 'The email or the password is wrong.')
      assert.equal(headers['set-cookie'], undefined)
    }
  })

  test('a deactivated person learns so with the right password only', async () => {
    const here = await world()
    const person = await personWithPassword(here)
    await here.database.transaction(db =>
      db.updateTable('users').set({ deactivated_at: 1 }).where('id', '=', person.id).execute(),
    )
    const right = await signInAs(here, person.email, GOOD_PASSWORD)
    assert.equal(right.status, 403)
    assert.equal(right.body.details, 'Your account is deactivated. Contact an administrator.')
    assert.equal((await signInAs(here, person.email, OTHER_PASSWORD)).status, 401)
  })

  test('signing in again gives a new session and ends the old one of that browser', async () => {
    const here = await world()
    const person = await personWithPassword(here)
    const first = sessionFrom(await signInAs(here, person.email, GOOD_PASSWORD))
    const again = await here.request({
      method: 'POST',
      url: '/api/v1/auth/sign-in',
      as: first,
      body: { email: person.email, password: GOOD_PASSWORD },
    })
    const second = sessionFrom(again)
    assert.notEqual(second.cookie, first.cookie)
    assert.equal((await me(here, first)).status, 401)
    assert.equal((await me(here, second)).status, 200)
  })

  test('signing out ends the session and takes the cookie away', async () => {
    const here = await world()
    const person = await personWithPassword(here)
    const session = sessionFrom(await signInAs(here, person.email, GOOD_PASSWORD))
    const answer = await here.request({ method: 'POST', url: '/api/v1/auth/sign-out', as: session })
    assert.equal(answer.status, 204)
    assert.equal(setCookieOf(answer, 'portico_session')?.maxAge, 0)
    assert.equal((await me(here, session)).status, 401)
  })

  test('a session ends when it was idle too long, and at its limit however busy', async () => {
    const here = await world()
    const { time, app, config } = here
    const person = await personWithPassword(here)
    const before = time.now
    const idle = sessionFrom(await signInAs(here, person.email, GOOD_PASSWORD))
    time.now += config.sessionIdleMs - 1
    assert.equal((await me(here, idle)).status, 200)
    await app.flush()
    time.now += config.sessionIdleMs
    assert.equal((await me(here, idle)).status, 401)
    const busy = sessionFrom(await signInAs(here, person.email, GOOD_PASSWORD))
    const end = time.now + config.sessionLifetimeMs
    while (time.now + 12 * HOUR < end) {
      time.now += 12 * HOUR
      assert.equal((await me(here, busy)).status, 200)
      await app.flush()
    }
    time.now = end
    assert.equal((await me(here, busy)).status, 401)
    time.now = before
  })

  test('a page of another site cannot sign anybody in', async () => {
    const here = await world()
    const person = await personWithPassword(here)
    const foreign: Record<string, string>[] = [
      {},
      { origin: 'https://evil.example' },
      { 'sec-fetch-site': 'cross-site', origin: 'http://localhost:4000' },
      { 'sec-fetch-site': 'same-site' },
    ]
    for (const headers of foreign)
      assert.equal((await signInAs(here, person.email, GOOD_PASSWORD, headers)).status, 403, JSON.stringify(headers))
    assert.equal((await signInAs(here, person.email, GOOD_PASSWORD, { origin: 'http://localhost:4000' })).status, 200)
  })

  test('signing in leaves an audit row, and failures of a known account one row with a count', async () => {
    const here = await world()
    const person = await personWithPassword(here)
    for (let n = 0; n < 3; n++) await signInAs(here, person.email, OTHER_PASSWORD)
    await signInAs(here, person.email, GOOD_PASSWORD)
    await here.app.flush()
    const rows = await auditOf(here, person.email)
    const failed = rows.filter(({ outcome }) => outcome === 'FAILED')
    assert.deepEqual(
      failed.map(({ action, object_type, reason, count }) => [action, object_type, reason, count]),
      [['CREATE', 'SESSION', 'wrong password', 3]],
    )
    const done = rows.filter(({ outcome }) => outcome === 'DONE')
    assert.deepEqual(
      done.map(({ action, object_type, actor_email }) => [action, object_type, actor_email]),
      [['CREATE', 'SESSION', person.email]],
    )
  })

  test('an email no database can hold is a bad request, not a fault', async () => {
    const here = await world()
    const email = 'a\u0000@example.com'
    assert.equal((await signInAs(here, email, GOOD_PASSWORD)).status, 400)
    assert.equal((await post(here, '/api/v1/auth/password/forgotten', { email })).status, 400)
    assert.equal((await signInAs(here, 'ä\ud800@example.com', GOOD_PASSWORD)).status, 401)
    assert.equal((await signInAs(here, 'a@example.com', `\u0000${GOOD_PASSWORD}`)).status, 400)
  })

  test('how people sign in here is said to anybody', async () => {
    const here = await world()
    await here.person()
    const { body } = await here.request({ url: '/api/v1/auth/sign-in-options' })
    assert.deepEqual(body, { setUp: false, password: true, mail: false, oidc: null })
  })
})

eachDatabase('being signed in', world => {
  test('my permissions say what I may do, through which role, and why not', async () => {
    const here = await world()
    const viewer = await here.person(['VIEWER'])
    const { body } = await me(here, viewer.session)
    assert.deepEqual(body.permissions, ['VIEW_CATALOGS', 'VIEW_SCORECARDS', 'VIEW_INITIATIVES', 'VIEW_CQL_REPORTS'])
    assert.deepEqual(body.roles, [
      { type: 'BASIC', role: 'VIEWER', name: 'Viewer', permissions: body.permissions, sources: ['DIRECT'] },
    ])
    assert.deepEqual(body.abilities.VIEW_CATALOGS, { allowed: true })
    assert.deepEqual(body.abilities.EDIT_ENTITIES, {
      allowed: false,
      reason: "Requires Edit entities, which the Viewer role doesn't include.",
    })
    assert.equal(body.samplesLoaded, false)
  })

  test('a person changes their name, and nothing else by it', async () => {
    const here = await world()
    const person = await here.person()
    const changed = await here.request({
      method: 'PATCH',
      url: '/api/v1/auth/me',
      as: person.session,
      body: { name: '  Grace Hopper ', email: 'x@example.com' },
    })
    assert.equal(changed.status, 200)
    assert.deepEqual([changed.body.name, changed.body.email], ['Grace Hopper', person.email])
  })

  test('I see where I am signed in and end one of my sessions, not another person’s', async () => {
    const here = await world()
    const [person, other] = [await personWithPassword(here), await here.person()]
    const session = sessionFrom(
      await signInAs(here, person.email, GOOD_PASSWORD, { ...SAME_ORIGIN, 'user-agent': 'curl/7.88.1' }),
    )
    const list = async () => (await here.request({ url: '/api/v1/auth/sessions', as: session })).body.sessions
    const before = await list()
    assert.equal(before.length, 2)
    const current = before.find((one: { current: boolean }) => one.current)
    assert.deepEqual([current.client, current.address, current.method], ['curl 7.88.1', '127.0.0.1', 'PASSWORD'])
    const old = before.find((one: { current: boolean }) => !one.current)
    const end = (as: { cookie: string }, id: string) =>
      here.request({ method: 'DELETE', url: `/api/v1/auth/sessions/${id}`, as })
    assert.equal((await end(other.session, old.id)).status, 404)
    assert.equal((await end(session, old.id)).status, 204)
    assert.equal((await me(here, person.session)).status, 401)
    const last = await end(session, current.id)
    assert.equal(setCookieOf(last, 'portico_session')?.maxAge, 0)
    assert.equal((await me(here, session)).status, 401)
  })

  test('changing the password takes the current one, refuses common ones, and ends the other sessions', async () => {
    const here = await world()
    const person = await personWithPassword(here)
    const session = sessionFrom(await signInAs(here, person.email, GOOD_PASSWORD))
    const change = (body: unknown) => here.request({ method: 'POST', url: '/api/v1/auth/password', as: session, body })
    const wrong = await change({ current: 'not the one I had', password: OTHER_PASSWORD })
    assert.deepEqual([wrong.status, wrong.body.field], [400, 'current'])
    const common = await change({ current: GOOD_PASSWORD, password: 'Password2026!' })
    assert.deepEqual([common.status, common.body.field], [400, 'password'])
    assert.equal((await change({ current: GOOD_PASSWORD, password: OTHER_PASSWORD })).status, 204)
    assert.equal((await me(here, session)).status, 200)
    assert.equal((await me(here, person.session)).status, 401)
    assert.equal((await signInAs(here, person.email, GOOD_PASSWORD)).status, 401)
    assert.equal((await signInAs(here, person.email, OTHER_PASSWORD)).status, 200)
  })
})

eachDatabase(
  'with passwords switched off',
  world => {
    test('nobody signs in, sets up, resets, changes or is let in with one', async () => {
      const here = await world()
      const person = await personWithPassword(here)
      const secret = 'x'.repeat(40)
      const asked = [
        ['/api/v1/auth/sign-in', { email: person.email, password: GOOD_PASSWORD }],
        ['/api/v1/auth/invitation', { secret, name: 'A', password: GOOD_PASSWORD }],
        ['/api/v1/auth/password/reset', { secret, password: GOOD_PASSWORD }],
        ['/api/v1/auth/password/forgotten', { email: person.email }],
      ] as const
      for (const [url, body] of asked) {
        const answer = await post(here, url, body)
        assert.equal(answer.status, 403, url)
        assert.equal(answer.body.details, 'Passwords are turned off in this workspace. Sign in with Acme.')
      }
      const setUp = { secret, name: 'A', email: 'a@example.com', password: GOOD_PASSWORD }
      assert.equal((await post(here, '/api/v1/auth/set-up', setUp)).status, 404)
      const change = await here.request({
        method: 'POST',
        url: '/api/v1/auth/password',
        as: person.session,
        body: { password: OTHER_PASSWORD },
      })
      assert.equal(change.status, 403)
    })
  },
  {
    PORTICO_PASSWORD_SIGN_IN: 'off',
    PORTICO_OIDC_ISSUER: 'https://id.example.com',
    PORTICO_OIDC_CLIENT_ID: 'portico',
    PORTICO_OIDC_NAME: 'Acme',
  },
)

eachDatabase(
  'over https',
  world => {
    test('the cookie is Secure and tied to this host', async () => {
      const here = await world()
      const person = await personWithPassword(here)
      const answer = await signInAs(here, person.email, GOOD_PASSWORD)
      const cookie = setCookieOf(answer, '__Host-portico_session')
      assert.deepEqual([cookie?.secure, cookie?.path, cookie?.domain], [true, '/', undefined])
    })
  },
  { PORTICO_PUBLIC_URL: 'https://portico.example.com' },
)

eachDatabase(
  'guessing from one address',
  world => {
    test('is answered with 429 and when to try again, while another address gets in', async () => {
      const here = await world()
      const person = await personWithPassword(here)
      const guess = (n: number) => signInAs(here, `nobody${n}@example.com`, OTHER_PASSWORD)
      for (let n = 0; n < 5; n++) assert.equal((await guess(n)).status, 401)
      const refused = await signInAs(here, person.email, GOOD_PASSWORD)
      assert.equal(refused.status, 429)
      assert.equal(refused.headers['retry-after'], '60')
      const elsewhere = await signInAs(here, person.email, GOOD_PASSWORD, {
        ...SAME_ORIGIN,
        'x-forwarded-for': '192.0.2.9',
      })
      assert.equal(elsewhere.status, 200)
    })
  },
  { PORTICO_GUESS_LIMIT: '5', PORTICO_TRUST_PROXY: '127.0.0.1' },
)
