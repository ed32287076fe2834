/**
 * Where two features meet. Each table is made from the list of operations, of limits and of rules, so that a new one is either covered
 * or missing, and then a test says so.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isOtherAnswer, type OperationSpec, PERSONAL_TOKEN, PUBLIC, SESSION } from '../../../contract/core/operation.ts'
import { TokenPolicy } from '../../../contract/identity/policy.ts'
import { makePersonalToken } from '../../commands/token.ts'
import { SLICES } from '../../slices.ts'
import { eachDatabase, type World } from '../../testing/world.ts'

const urlOf = ({ path }: OperationSpec) => path.replace(/\{\w+\}/g, 'no-such-thing')
const operationsOf = ({ app }: World) => app.routes.map(({ operation }) => operation)

const isForBearers = ({ needs }: OperationSpec) => needs !== PUBLIC && needs.credential !== SESSION
const isAboutItself = ({ needs }: OperationSpec) => needs !== PUBLIC && needs.credential === PERSONAL_TOKEN

/** Each limit of a token: the limits that are chosen, from where it is called, and whether they leave this operation to it. */
const LIMITS: Record<string, { limits: object; from?: string; leaves: (operation: OperationSpec) => boolean }> = {
  readOnly: { limits: { readOnly: true }, leaves: operation => !operation.writes || isAboutItself(operation) },
  permissions: {
    limits: { permissions: ['VIEW_CATALOGS'] },
    leaves: ({ needs }) => needs === PUBLIC || !needs.permission || needs.permission === 'VIEW_CATALOGS',
  },
  addressRanges: {
    limits: { addressRanges: ['10.1.0.0/16'], withoutMyAddress: true },
    from: '10.2.0.1',
    leaves: () => false,
  },
}

eachDatabase('each limit of a token × each operation that a bearer may call', world => {
  for (const [name, { limits, from, leaves }] of Object.entries(LIMITS))
    test(`${name}: what it leaves is not refused, and everything else is`, async () => {
      const here = await world()
      const owner = await here.person(['ADMIN'])
      const body = { name: 'limited', limits, rotatesItself: true }
      for (const operation of operationsOf(here).filter(isForBearers)) {
        const made = await here.request({ method: 'POST', url: '/api/v1/auth/token', as: owner.session, body })
        assert.equal(made.status, 201, made.text)
        const as = { bearer: String(made.body.token) }
        const ask = { method: operation.method, url: urlOf(operation), as, ...(from ? { from } : {}) }
        const { status, body: problem } = await here.request(operation.method === 'GET' ? ask : { ...ask, body: '{' })
        if (leaves(operation)) assert.notEqual(status, 403, `${operation.id}: ${problem?.details}`)
        else assert.equal(status, 403, operation.id)
      }
    })

  test('a limited token always describes and revokes itself', async () => {
    const here = await world()
    const owner = await here.person(['ADMIN'])
    const self = '/api/v1/auth/token/self'
    for (const limits of [{ readOnly: true }, { permissions: ['EDIT_ENTITIES'] }]) {
      const body = { name: 'limited', limits }
      const made = await here.request({ method: 'POST', url: '/api/v1/auth/token', as: owner.session, body })
      const as = { bearer: String(made.body.token) }
      assert.equal((await here.request({ url: self, as })).status, 200)
      assert.equal((await here.request({ method: 'DELETE', url: self, as })).status, 204)
    }
  })

  test('the limits are all that a token has', async () => {
    const here = await world()
    const owner = await here.person(['ADMIN'])
    const made = await here.request({
      method: 'POST',
      url: '/api/v1/auth/token',
      as: owner.session,
      body: { name: 'x' },
    })
    assert.deepEqual(Object.keys(made.body.limits).sort(), Object.keys(LIMITS).sort())
  })
})

/** Operations that hand out a secret that works for longer than the call, by the name of the answer's property. */
const SECRETS = new Set(['token', 'apiKey', 'access_token'])

const textsOf = (schema: object): string[] =>
  'properties' in schema && typeof schema.properties === 'object' && schema.properties
    ? Object.entries(schema.properties).flatMap(([name, { type }]) => (type === 'string' ? name : []))
    : []

const handsOutSecret = ({ answers, method }: OperationSpec) =>
  method !== 'GET' &&
  Object.entries(answers).some(
    ([status, answer]) =>
      status.startsWith('2') && !isOtherAnswer(answer) && textsOf(answer).some(name => SECRETS.has(name)),
  )

type Setting = Awaited<ReturnType<typeof settle>>

/** A person with a token that no policy held to anything, and what administrators may do. */
const settle = async (here: World) => {
  const role = `r${here.time.now}-${Math.random().toString(36).slice(2, 8)}`
  const admin = await here.person(['ADMIN'])
  const permissions = ['EDIT_API_KEYS', 'VIEW_CATALOGS']
  await here.request({
    method: 'POST',
    url: '/api/v1/roles',
    as: admin.session,
    body: { name: role, tag: role, permissions },
  })
  const { id } = await here.database.db
    .selectFrom('roles')
    .select('id')
    .where('tag', '=', role)
    .executeTakeFirstOrThrow()
  const owner = await here.person([id])
  const { cid, bearer } = await here.token(owner)
  const post = (path: string, body: object, as: object | undefined = owner.session) =>
    here.request({ method: 'POST', url: `/api/v1/auth/${path}`, as: as as typeof owner.session, body })
  await here.request({
    method: 'PUT',
    url: `/api/v1/auth/token/${cid}`,
    as: owner.session,
    body: { rotatesItself: true },
  })
  const policy = (rules: object) =>
    here.request({ method: 'PUT', url: '/api/v1/personal-tokens/policy', as: admin.session, body: rules })
  return { ...here, role, owner, cid, bearer, post, policy }
}

const keyBody = (role: string) => ({ name: 'key', roles: [{ type: 'CUSTOM', tag: role }] })

type Outcome = { readonly made: boolean; readonly readOnly?: boolean | undefined }

const outcome = ({ status, body }: { status: number; body: { limits?: { readOnly: boolean } } }): Outcome => ({
  made: status < 300,
  readOnly: body?.limits?.readOnly,
})

/** Each way in which a token is created or lives on. `changePolicy` changes the policy, as late as that still matters. */
const WAYS: Record<
  string,
  { operation: string | null; run: (s: Setting, changePolicy: () => Promise<unknown>) => Promise<Outcome> }
> = {
  'dialog and API': {
    operation: 'createPersonalToken',
    run: async ({ post }, changePolicy) => {
      await changePolicy()
      return outcome(await post('token', { name: 'new' }))
    },
  },
  'device sign-in': {
    operation: 'collectDeviceToken',
    run: async ({ post, time, request }, changePolicy) => {
      const { device_code, user_code } = (await post('device', { client: 'tool' }, undefined)).body
      const approved = await post('device/approval', { userCode: user_code, name: 'laptop' })
      assert.equal(approved.status, 204, approved.text)
      await changePolicy()
      time.now += 6_000
      const collected = await request({ method: 'POST', url: '/api/v1/auth/device/token', body: { device_code } })
      if (collected.status >= 300) return { made: false }
      const as = { bearer: String(collected.body.access_token) }
      return outcome(await request({ url: '/api/v1/auth/token/self', as }))
    },
  },
  rotation: {
    operation: 'rotatePersonalToken',
    run: async ({ post, cid }, changePolicy) => {
      await changePolicy()
      return outcome(await post(`token/${cid}/rotate`, {}))
    },
  },
  'self-rotation': {
    operation: 'rotateOwnToken',
    run: async ({ post, bearer }, changePolicy) => {
      await changePolicy()
      return { made: (await post('token/self/rotate', {}, { bearer })).status < 300 }
    },
  },
  'a key made by a token': {
    operation: 'createApiKey',
    run: async ({ post, bearer, role }, changePolicy) => {
      await changePolicy()
      return { made: (await post('key', keyBody(role), { bearer })).status < 300 }
    },
  },
}

/** Each rule of the policy, set so that a token that was made without it breaks it; the ways that it stops. */
const RULES: Record<string, { rule: (s: Setting) => object; none: object; stops: readonly string[] }> = {
  'no rule': { rule: () => ({}), none: {}, stops: [] },
  rolesOff: { rule: ({ role }) => ({ rolesOff: [role] }), none: { rolesOff: [] }, stops: Object.keys(WAYS) },
  longestDays: { rule: () => ({ longestDays: 7 }), none: { longestDays: null }, stops: Object.keys(WAYS) },
  expiryRequired: { rule: () => ({ expiryRequired: true }), none: { expiryRequired: false }, stops: Object.keys(WAYS) },
  readOnlyRoles: {
    rule: ({ role }) => ({ readOnlyRoles: [role] }),
    none: { readOnlyRoles: [] },
    // a token of a device is made read-only where it must be
    stops: Object.keys(WAYS).filter(way => way !== 'device sign-in'),
  },
  mostTokens: {
    rule: () => ({ mostTokens: 1 }),
    none: { mostTokens: null },
    // what lives on is no further token
    stops: ['dialog and API', 'device sign-in'],
  },
  // nobody used a new token yet, and the end of an idle one is a job of its own (idle.test.ts)
  idleDays: { rule: () => ({ idleDays: 30 }), none: { idleDays: null }, stops: [] },
  deviceSignIn: { rule: () => ({ deviceSignIn: false }), none: { deviceSignIn: true }, stops: ['device sign-in'] },
}

eachDatabase('each rule of the policy × each way a token is created or lives on', world => {
  test('every rule and every operation that hands out a secret is in the table', async () => {
    const { version: _, ...rules } = TokenPolicy.properties
    assert.deepEqual(Object.keys(RULES).sort(), [...Object.keys(rules), 'no rule'].sort())
    const covered = new Set(Object.values(WAYS).map(({ operation }) => operation))
    const handing = operationsOf(await world()).filter(handsOutSecret)
    for (const { id } of handing) assert.ok(covered.has(id), `${id} hands out a secret and is not in the table of ways`)
    assert.equal(handing.length, covered.size)
  })

  for (const [rule, { rule: set, none, stops }] of Object.entries(RULES))
    for (const [way, { run }] of Object.entries(WAYS))
      test(`${rule} × ${way}: ${stops.includes(way) ? 'refused' : 'made'}`, async () => {
        const here = await settle(await world())
        try {
          const { made, readOnly } = await run(here, async () => {
            const { status, text } = await here.policy(set(here))
            assert.equal(status, 200, text)
          })
          assert.equal(made, !stops.includes(way))
          if (rule === 'readOnlyRoles' && made) assert.equal(readOnly, true)
        } finally {
          await here.policy(none)
        }
      })
})

eachDatabase('the command line is held to the policy', world => {
  test('a token without an end is refused where one is required', async () => {
    const here = await settle(await world())
    const making = { config: here.config, slices: SLICES }
    const make = (name: string) => makePersonalToken(here.database, { email: here.owner.email, name }, making)
    assert.match((await make('from a script')).secret, /^portico_pat_/)
    await here.policy({ expiryRequired: true })
    try {
      await assert.rejects(make('after the policy'), { status: 400, details: /expir/i })
    } finally {
      await here.policy({ expiryRequired: false })
    }
  })
})

/** Changes to a person's identity or permissions that ask for no recent proof, and why. */
const WITHOUT_PROOF: Record<string, string> = {
  signOut: 'ends something',
  endSession: 'ends something',
  endUserSessions: 'ends something',
  revokePersonalToken: 'ends something',
  revokePersonalTokens: 'ends something',
  revokeChosenPersonalTokens: 'ends something',
  tokenLeaked: 'ends something',
  undoRotation: 'brings back what was proved before',
  finishRotation: 'ends something',
  denyDevice: 'refuses something',
  prove: 'is the proof',
  changePassword: 'asks for the current password itself',
  updateMe: 'changes a name, by which nobody is recognized',
  updateUser: 'asks for it in the handler, for everything but an end',
  updatePersonalToken: 'asks for it in the handler, where the token may do more or longer',
  deleteWebhook: 'ends something',
  updateWebhook: 'asks for it in the handler, where the address changes',
  pingWebhook: 'changes nothing',
  redeliverWebhook: 'sends again what was sent there before',
  loadSamples: 'changes no authority: nobody signs in as a sample',
  removeSamples: 'ends something',
  updateExpiryWarnings: 'changes no authority',
  dismissNotice: 'changes no authority',
  updateNoticePreferences: 'changes no authority',
}

eachDatabase('a stale proof × each change that needs a session', world => {
  test('every write of a session asks for a proof, or says here why not', async () => {
    const writing = operationsOf(await world()).filter(
      ({ writes, needs }) => writes && needs !== PUBLIC && needs.credential === SESSION,
    )
    const unproved = writing.filter(({ needs }) => needs !== PUBLIC && !needs.proof).map(({ id }) => id)
    assert.deepEqual(unproved.sort(), Object.keys(WITHOUT_PROOF).sort())
  })
})

/** What is made under an authority and could outlive it; `works` says whether it still does. */
const THINGS = [
  'its new secret',
  'key by the token',
  'key by that key',
  'invitation',
  'device approval',
  'other session',
] as const
type Thing = (typeof THINGS)[number]

const TAG = 'makers'
/** As a browser says of a page of our own. */
const SAME_ORIGIN = { 'sec-fetch-site': 'same-origin' }

/** A person with a role of their own, who made one of each thing. */
const making = async (here: World) => {
  const { person, request, database, time } = here
  const admin = await person(['ADMIN'])
  const tag = `${TAG}-${admin.id.slice(2, 10).toLowerCase()}`
  const permissions = ['EDIT_API_KEYS', 'EDIT_MEMBERS', 'VIEW_CATALOGS', 'VIEW_ROLES']
  const ask = (method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', url: string, as: object | undefined, body?: object) =>
    request({
      method,
      url: `/api/v1/${url}`,
      as: as as typeof admin.session,
      headers: SAME_ORIGIN,
      ...(body ? { body } : {}),
    })
  const post = (url: string, as: object | undefined, body: object) => ask('POST', url, as, body)
  await post('roles', admin.session, { name: tag, tag, permissions })
  const { id } = await database.db.selectFrom('roles').select('id').where('tag', '=', tag).executeTakeFirstOrThrow()
  const maker = await person([id])
  const made = (
    await post('auth/token', maker.session, { name: 'maker', expirationDate: '2027-03-01', timeZone: 'UTC' })
  ).body
  const key = async (bearer: string) =>
    String((await post('auth/key', { bearer }, { name: 'key', roles: [{ type: 'CUSTOM', tag }] })).body.apiKey)
  const first = await key(made.token)
  const second = await key(first)
  const rotated = String((await post(`auth/token/${made.cid}/rotate`, maker.session, {})).body.token)
  const other = await here.signIn(maker.id)
  const email = `invited-${admin.id.toLowerCase()}@example.com`
  const invited = await post('users', maker.session, { email, name: 'Invited', roles: [{ type: 'CUSTOM', tag }] })
  assert.equal(invited.status, 201, invited.text)
  const link = String(invited.body.invitation.url.split('#')[1])
  const { device_code, user_code } = (await post('auth/device', undefined, { client: 'tool' })).body
  assert.equal((await post('auth/device/approval', maker.session, { userCode: user_code, name: 'laptop' })).status, 204)

  const reads = async (as: object) => (await request({ url: '/api/v1/roles', as: as as typeof other })).status === 200
  const works: Record<Thing, () => Promise<boolean>> = {
    'its new secret': () => reads({ bearer: rotated }),
    'key by the token': () => reads({ bearer: first }),
    'key by that key': () => reads({ bearer: second }),
    invitation: async () => (await post('auth/links/check', undefined, { secret: link })).status === 200,
    'device approval': async () => {
      time.now += 6_000
      const collected = await post('auth/device/token', undefined, { device_code })
      return collected.status === 200 && reads({ bearer: String(collected.body.access_token) })
    },
    'other session': () => reads(other),
  }
  return { ...here, admin, maker, tag, cid: String(made.cid), bearer: String(made.token), ask, works }
}

type Setup = Awaited<ReturnType<typeof making>>

const OF_TOKEN: readonly Thing[] = ['its new secret', 'key by the token', 'key by that key']

/** Each end of an authority, and what stops with it. What is not named goes on: it rests on another authority. */
const ENDS: Record<
  string,
  { end: (setup: Setup) => Promise<{ status: number } | undefined>; stops: readonly Thing[] }
> = {
  'the token is revoked': {
    end: ({ ask, cid, maker }) => ask('DELETE', `auth/token/${cid}`, maker.session),
    stops: OF_TOKEN,
  },
  'the token leaked': {
    end: ({ ask, bearer }) => ask('POST', 'auth/token/revoke', undefined, { token: bearer }),
    stops: OF_TOKEN,
  },
  'the token expires': {
    end: async ({ database, maker, time }) => {
      // its own day alone comes, and with it that of its keys: by the clock sessions and approvals would be over as well
      const over = { expires_at: time.now - 1 }
      await database.transaction(db =>
        db.updateTable('credentials').set(over).where('maker_id', '=', maker.id).where('expires_at', '>', 0).execute(),
      )
      return undefined
    },
    stops: OF_TOKEN,
  },
  'the person is deactivated': {
    end: ({ ask, admin, maker }) => ask('PATCH', `users/${maker.id}`, admin.session, { active: false }),
    stops: THINGS,
  },
  'the person loses the role': {
    end: ({ ask, admin, maker }) =>
      ask('PATCH', `users/${maker.id}`, admin.session, { roles: [{ type: 'BASIC', role: 'VIEWER' }] }),
    stops: THINGS,
  },
  'the role loses its permissions': {
    end: ({ ask, admin, tag }) => ask('PUT', `roles/${tag}`, admin.session, { permissions: ['VIEW_CATALOGS'] }),
    stops: THINGS,
  },
  'the session ends': {
    end: ({ ask, maker }) => ask('POST', 'auth/sign-out', maker.session, {}),
    stops: ['device approval'],
  },
  'everybody of it signs out': {
    end: ({ ask, admin, maker }) => ask('DELETE', `users/${maker.id}/sessions`, admin.session),
    stops: ['device approval', 'other session'],
  },
}

eachDatabase('each end of an authority × each thing that was made under it', world => {
  test('at first everything works', async () => {
    const { works } = await making(await world())
    for (const thing of THINGS) assert.equal(await works[thing](), true, thing)
  })

  for (const [name, { end, stops }] of Object.entries(ENDS))
    test(`${name}: ${stops.join(', ')} stop${stops.length === 1 ? 's' : ''}`, async () => {
      const made = await making(await world())
      const ended = await end(made)
      assert.ok(!ended || ended.status < 300, JSON.stringify(ended))
      for (const thing of THINGS) assert.equal(await made.works[thing](), !stops.includes(thing), thing)
    })
})
