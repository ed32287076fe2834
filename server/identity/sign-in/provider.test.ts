import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { ConfigError } from '../../config.ts'
import { engines } from '../../testing/each-database.ts'
import { type Answered, createWorld } from '../../testing/world.ts'
import { findUserByEmail } from '../users/users.ts'
import { checkGroupRoles } from './mapping.ts'
import { providerOf } from './provider.ts'
import {
  auditOf,
  GOOD_PASSWORD,
  me,
  personWithPassword,
  post,
  SAME_ORIGIN,
  secretIn,
  sessionFrom,
  setCookieOf,
  signInAs,
} from './testing.ts'
import { type Account, CLIENT, startProvider, walk } from './testing-provider.ts'
import {
  type As,
  FLOW,
  flowCookies,
  newAccount,
  providerEnv,
  refusedAt,
  unique,
  useProviderWorld,
} from './testing-provider-world.ts'

for (const engine of engines)
  suite(`signing in with the identity provider (${engine.name})`, () => {
    const {
      here: world,
      provider,
      begin,
      comeBack,
      signInAt,
      linkAt,
    } = useProviderWorld(engine, {
      PORTICO_OIDC_ALLOWED_DOMAINS: 'acme.example',
      PORTICO_OIDC_GROUPS_CLAIM: 'groups',
      PORTICO_OIDC_GROUP_ROLES: 'platform=MANAGER,admins=admin,captains=release-captain,ghosts=gone-role',
    })
    const problemOf = (answer: Answered) => {
      const [page, problem] = refusedAt(answer)
      assert.equal(page, '/sign-in')
      return problem
    }
    const rolesNow = async (answer: Answered) =>
      (await me(world(), sessionFrom(answer))).body.roles.map(
        (role: { role?: string; tag?: string }) => role.role ?? role.tag,
      )

    test('a new person gets an account with the default role, and is the same person the next time', async () => {
      const here = world()
      const account = newAccount()
      const first = await signInAt(account, { returnTo: '/catalog?query=a' })
      assert.equal(first.headers.location, '/catalog?query=a')
      assert.equal(setCookieOf(first, FLOW)?.maxAge, 0)
      const { body } = await me(here, sessionFrom(first))
      assert.deepEqual(
        [body.email, body.name, body.hasPassword, body.linkedToProvider],
        [account.email, 'Grace Hopper', false, true],
      )
      assert.deepEqual(await rolesNow(first), ['VIEWER'])
      const again = await signInAt({ ...account, email: 'renamed@elsewhere.example' })
      assert.equal((await me(here, sessionFrom(again))).body.id, body.id)
      const rows = await auditOf(here, account.email ?? '')
      assert.deepEqual(rows.map(({ action, object_type }) => `${action} ${object_type}`).toSorted(), [
        'CREATE IDENTITY',
        'CREATE SESSION',
        'CREATE SESSION',
        'CREATE USER',
      ])
    })

    test('an account with the email of an existing person does not get in', async () => {
      const here = world()
      const victim = await personWithPassword(here, ['ADMIN'])
      const email = `victim-${unique('v')}@acme.example`
      await here.database.transaction(db =>
        db.updateTable('users').set({ email }).where('id', '=', victim.id).execute(),
      )
      for (const asked of [email, email.toUpperCase()]) {
        const refused = await signInAt(newAccount({ email: asked }))
        assert.equal(problemOf(refused), 'account-exists')
        assert.equal(setCookieOf(refused, 'portico_session'), undefined)
      }
      assert.equal(
        (await here.database.db.selectFrom('identities').selectAll().where('user_id', '=', victim.id).execute()).length,
        0,
      )
      await here.app.flush()
      const failed = (await auditOf(here, email)).filter(({ outcome }) => outcome === 'FAILED')
      assert.deepEqual(
        failed.map(({ reason, count }) => [reason, count]),
        [['account-exists', 2]],
      )
    })

    test('an account whose email reads the same as someone’s does not get in, and one with a hidden name gets a shown one', async () => {
      const here = world()
      const part = unique('w')
      const email = `vera-${part}@acme.example`
      assert.equal((await signInAt(newAccount({ email, name: 'Ve\u202era \u200bM' }))).headers.location, '/')
      const person = await findUserByEmail(here.database.db, email)
      assert.equal(person?.name, 'Vera M')
      const refused = await signInAt(newAccount({ email: `v\u0435ra-${part}@acme.example` }))
      assert.equal(problemOf(refused), 'email-reads-the-same')
      assert.equal(setCookieOf(refused, 'portico_session'), undefined)
    })

    test('signed in to the account, its owner links it, and then signs in either way', async () => {
      const here = world()
      const person = await personWithPassword(here)
      const account = newAccount({ email: person.email })
      const linked = await linkAt(account, person.session)
      assert.equal(linked.headers.location, '/settings/profile')
      assert.equal((await me(here, person.session)).body.linkedToProvider, true)
      assert.equal((await me(here, sessionFrom(await signInAt(account)))).body.id, person.id)
      assert.equal((await signInAs(here, person.email, GOOD_PASSWORD)).status, 200)
    })

    test('an invitation is accepted by the invited address alone, verified by the provider', async () => {
      const here = world()
      const admin = await here.person(['ADMIN'])
      const email = `invited-${unique('i')}@partner.example`
      const body = { email, name: 'Invited', roles: [{ type: 'BASIC', role: 'USER' }] }
      const answer = await here.request({ method: 'POST', url: '/api/v1/users', as: admin.session, body })
      const invitation = secretIn(answer.body.invitation.url)
      assert.equal(problemOf(await signInAt(newAccount(), { invitation })), 'invitation-not-valid')
      assert.equal(
        problemOf(await signInAt(newAccount({ email, email_verified: false }), { invitation })),
        'email-missing',
      )
      const accepted = await signInAt(newAccount({ email }), { invitation })
      assert.equal((await me(here, sessionFrom(accepted))).body.id, answer.body.user.id)
      assert.equal(problemOf(await signInAt(newAccount({ email }), { invitation })), 'invitation-not-valid')
    })

    test('only verified addresses of allowed domains sign in without an invitation', async () => {
      assert.equal(
        problemOf(await signInAt(newAccount({ email: `${unique('x')}@evil.example` }))),
        'domain-not-allowed',
      )
      assert.equal(
        problemOf(await signInAt(newAccount({ email: `${unique('x')}@sub.acme.example` }))),
        'domain-not-allowed',
      )
      assert.equal(problemOf(await signInAt(newAccount({ email_verified: false }))), 'email-missing')
      assert.equal(problemOf(await signInAt(newAccount({ email: undefined }))), 'email-missing')
    })

    test('groups give roles, custom ones by tag; a missing claim changes nothing; each source keeps its own', async () => {
      const here = world()
      const admin = await here.person(['ADMIN'])
      await here.request({
        method: 'POST',
        url: '/api/v1/roles',
        as: admin.session,
        body: { name: 'Captain', tag: 'release-captain' },
      })
      const removed = { name: 'Gone', tag: 'gone-role' }
      await here.request({ method: 'POST', url: '/api/v1/roles', as: admin.session, body: removed })
      await checkGroupRoles(here.database.db, here.config.oidc?.groupRoles ?? new Map())
      const asked = await here.request({ method: 'DELETE', url: '/api/v1/roles/gone-role', as: admin.session })
      assert.equal(asked.status, 409, 'without it, the next start would fail')
      assert.match(
        asked.text,
        /Groups of your identity provider give this role\. Remove it from PORTICO_OIDC_GROUP_ROLES first\./,
      )
      const { body: list } = await here.request({ url: '/api/v1/roles', as: admin.session })
      const shown = list.roles.find(({ tag }: { tag: string }) => tag === 'gone-role')
      assert.equal(shown.abilities.remove.allowed, false)
      await here.database.transaction(db => db.deleteFrom('roles').where('tag', '=', 'gone-role').execute())
      const account = newAccount({ groups: ['platform', 'captains', 'ghosts', 'unmapped'] })
      assert.deepEqual(await rolesNow(await signInAt(account)), ['MANAGER', 'VIEWER', 'release-captain'])
      assert.deepEqual(await rolesNow(await signInAt({ ...account, groups: undefined })), [
        'MANAGER',
        'VIEWER',
        'release-captain',
      ])
      assert.deepEqual(await rolesNow(await signInAt({ ...account, groups: ['platform'] })), ['MANAGER', 'VIEWER'])
      assert.deepEqual(await rolesNow(await signInAt({ ...account, groups: [] })), ['VIEWER'])
    })

    test('a mapping to a role that does not exist is a fault of the settings that names both', async () => {
      const groupRoles = new Map([
        ['fine', ['viewer', 'ADMIN']],
        ['CN=Admins,OU=x', ['ADMIN', 'nobody-made-it']],
      ])
      await assert.rejects(checkGroupRoles(world().database.db, groupRoles), error => {
        assert.ok(error instanceof ConfigError)
        assert.equal(error.faults.length, 1)
        assert.match(
          `${error.faults}`,
          /^PORTICO_OIDC_GROUP_ROLES gives the group CN=Admins,OU=x the role nobody-made-it, which does not exist\./,
        )
        return true
      })
    })

    test('a deactivated person does not get in', async () => {
      const here = world()
      const account = newAccount()
      const { body } = await me(here, sessionFrom(await signInAt(account)))
      await here.database.transaction(db =>
        db.updateTable('users').set({ deactivated_at: 1 }).where('id', '=', body.id).execute(),
      )
      assert.equal(problemOf(await signInAt(account)), 'deactivated')
    })

    test('an answer that another browser, another time or nobody asked for is refused', async () => {
      const here = world()
      provider().state.account = newAccount()
      const { url, flow } = await begin()
      const back = await walk(url)
      const other = await begin()
      assert.equal(problemOf(await here.request({ url: back })), 'expired')
      assert.equal(problemOf(await comeBack(back, other.flow)), 'expired')
      const start = here.time.now
      here.time.now += 10 * 60_000
      assert.equal(problemOf(await comeBack(back, flow)), 'expired')
      here.time.now = start
      assert.equal((await comeBack(back, flow)).headers.location, '/')
      assert.equal(problemOf(await comeBack(back, flow)), 'expired')
    })

    test('a person who says no at the provider comes back to a page that says so', async () => {
      provider().state.denies = true
      assert.equal(problemOf(await signInAt(newAccount())), 'denied')
      provider().state.denies = false
    })

    test('a session from before is ended by the new one', async () => {
      const here = world()
      const person = await personWithPassword(here)
      const account = newAccount()
      const answer = await signInAt(account, {}, person.session)
      assert.equal((await me(here, sessionFrom(answer))).body.email, account.email)
      assert.equal((await me(here, person.session)).status, 401)
    })

    test('where a person goes afterwards is never another origin', async () => {
      const answer = await signInAt(newAccount(), { returnTo: '//evil.example' })
      assert.equal(answer.headers.location, '/')
    })

    test('a provider out of reach is said so, and asked again the next time', async () => {
      const here = world()
      const { database } = here
      const { issuer } = provider()
      const again = await createWorld(database, {
        PORTICO_OIDC_ISSUER: issuer,
        PORTICO_OIDC_CLIENT_ID: CLIENT.id,
        PORTICO_OIDC_NAME: 'Acme',
      })
      const start = () => post(again, '/api/v1/auth/oidc/start', {})
      provider().state.isDown = true
      const down = await start()
      assert.deepEqual(
        [down.status, down.body.details],
        [503, "Acme can't be reached right now. Try again in a moment."],
      )
      provider().state.isDown = false
      assert.equal((await start()).status, 200)
      provider().state.account = newAccount()
      const { url, flow } = await begin()
      const back = await walk(url)
      provider().state.isDown = true
      assert.equal(problemOf(await comeBack(back, flow)), 'provider-unreachable')
      provider().state.isDown = false
    })

    test('an ID token that none of the provider’s keys signed lets nobody in', async () => {
      const { database } = world()
      const { issuer, state } = provider()
      const fresh = await createWorld(database, providerEnv(issuer))
      const { keys } = await (await fetch(`${issuer}/jwks`)).json()
      state.otherKeys = { keys: keys.map((key: { n: string }) => ({ ...key, n: key.n.replace(/^../, 'zz') })) }
      state.account = newAccount()
      const started = await post(fresh, '/api/v1/auth/oidc/start', {})
      const flow = setCookieOf(started, FLOW)?.value ?? ''
      assert.equal(problemOf(await comeBack(await walk(started.body.url), flow, { world: fresh })), 'failed')
      state.otherKeys = undefined
    })

    test('while nobody exists, only a person whom a group makes an admin can sign in', async () => {
      const { database, dispose: remove } = await engine.open()
      const empty = await createWorld(database, {
        PORTICO_OIDC_ISSUER: provider().issuer,
        PORTICO_OIDC_CLIENT_ID: CLIENT.id,
        PORTICO_OIDC_CLIENT_SECRET: CLIENT.secret,
        PORTICO_OIDC_GROUPS_CLAIM: 'groups',
        PORTICO_OIDC_GROUP_ROLES: 'admins=ADMIN',
      })
      const come = async (account: Account) => {
        provider().state.account = account
        const answer = await post(empty, '/api/v1/auth/oidc/start', {})
        const flow = setCookieOf(answer, FLOW)?.value ?? ''
        return empty.request({ url: await walk(answer.body.url), headers: { cookie: flowCookies(undefined, flow) } })
      }
      assert.equal(problemOf(await come(newAccount())), 'not-set-up')
      const admin = newAccount({ groups: ['admins'] })
      assert.equal((await come(admin)).headers.location, '/')
      const stays = await come({ ...admin, groups: [] })
      const { body } = await me(empty, sessionFrom(stays))
      assert.deepEqual(
        body.roles.map((role: { role: string }) => role.role),
        ['ADMIN', 'VIEWER'],
      )
      await remove()
    })

    suite('a proof at the provider', () => {
      const QUARTER = 15 * 60_000
      const create = (as: As) => world().request({ method: 'POST', url: '/api/v1/auth/token', as, body: { name: 'x' } })

      test('by the same person renews that of the session, and nothing else', async () => {
        const here = world()
        const account = newAccount()
        const session = sessionFrom(await signInAt(account))
        here.time.now += QUARTER
        assert.equal((await create(session)).body.proofNeeded, true)
        const proved = await signInAt(account, { prove: true, returnTo: '/proved' }, session)
        assert.deepEqual([proved.status, proved.headers.location], [302, '/proved'])
        assert.equal(setCookieOf(proved, 'portico_session'), undefined, 'no new session')
        assert.equal((await create(session)).status, 201)
      })

      test('by another person is refused in words, and the session stays as it was', async () => {
        const here = world()
        const session = sessionFrom(await signInAt(newAccount()))
        here.time.now += QUARTER
        const other = newAccount()
        await signInAt(other)
        const refused = await signInAt(other, { prove: true, returnTo: '/proved' }, session)
        assert.equal(refused.headers.location, '/proved?problem=another-person')
        assert.equal((await create(session)).body.proofNeeded, true)
        assert.equal((await me(here, session)).status, 200)
      })

      test('asks for a sign-in there that is new', async () => {
        const session = sessionFrom(await signInAt(newAccount()))
        const { url } = await begin({ prove: true, returnTo: '/proved' }, session)
        const asked = new URL(url).searchParams
        assert.deepEqual([asked.get('max_age'), asked.get('prompt')], ['0', 'login'])
      })

      test('needs the very session that began it', async () => {
        const here = world()
        const account = newAccount()
        const [first, second] = [sessionFrom(await signInAt(account)), sessionFrom(await signInAt(account))]
        provider().state.account = account
        const { url, flow } = await begin({ prove: true, returnTo: '/proved' }, first)
        const refused = await comeBack(await walk(url), flow, { as: second })
        assert.equal(refused.headers.location, '/proved?problem=expired')
        const stranger = {
          method: 'POST',
          url: '/api/v1/auth/oidc/start',
          body: { prove: true },
          headers: SAME_ORIGIN,
        } as const
        assert.equal((await here.request(stranger)).status, 403)
      })
    })
  })

const OIDC = {
  issuer: 'http://id.example.com',
  clientId: CLIENT.id,
  clientSecret: CLIENT.secret,
  name: 'x',
  scopes: 'openid',
  allowedDomains: [],
  defaultRole: 'VIEWER',
  groupsClaim: undefined,
  groupRoles: new Map(),
} as const
const CALLBACK = 'http://localhost:4000/api/v1/auth/oidc/callback'

test('an issuer that is neither https nor on this machine stops the start', () => {
  assert.throws(() => providerOf(OIDC, CALLBACK, () => {}), ConfigError)
  for (const issuer of ['https://id.example.com', 'http://localhost:8080', 'http://127.0.0.1:1', 'http://[::1]:1'])
    providerOf({ ...OIDC, issuer }, CALLBACK, () => {})
})

test('the log has the reason for a failed sign-in at the provider, but not that a person said no', async () => {
  const { issuer, state, close } = await startProvider()
  const reported: unknown[] = []
  const fresh = () => providerOf({ ...OIDC, issuer }, CALLBACK, error => reported.push(error))
  state.isDown = true
  await assert.rejects(fresh().begin(), { code: 'provider-unreachable' })
  state.isDown = false
  state.denies = true
  const provider = fresh()
  const { url, ...checks } = await provider.begin()
  const denied = new URL(await walk(url), CALLBACK)
  await assert.rejects(provider.finish(denied, checks), { code: 'denied' })
  await assert.rejects(provider.finish(new URL(CALLBACK), checks), { code: 'failed' })
  assert.equal(reported.length, 2)
  for (const error of reported) assert.ok(error instanceof Error && error.message !== '')
  close()
})
