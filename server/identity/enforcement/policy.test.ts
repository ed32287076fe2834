import assert from 'node:assert/strict'
import { PUBLIC } from '../../../contract/core/operation.ts'
import { applyTokenPolicy, saveTokenPolicy } from '../../../contract/identity/policy.ts'
import { eachDatabase, test, type World } from '../../testing/world.ts'

const url = '/api/v1/personal-tokens/policy'
const tokenUrl = '/api/v1/auth/token'
const DAY = 86_400_000

/** The policy is the workspace's: each test begins without one, and without active tokens. */
const fresh = async (world: () => Promise<World>) => {
  const here = await world()
  await here.database.transaction(async db => {
    await db.deleteFrom('settings').where('key', 'in', ['token_policy', 'device_sign_in']).execute()
    await db.updateTable('credentials').set({ ended_at: 1 }).where('ended_at', 'is', null).execute()
  })
  const admin = await here.person(['ADMIN'])
  const save = (body: object, headers: Record<string, string> = {}) =>
    here.request({ method: 'PUT', url, as: admin.session, body, headers })
  const preview = async (body: object = {}) =>
    (await here.request({ method: 'POST', url: `${url}/preview`, as: admin.session, body })).body
  const apply = (expectedCount: number, headers: Record<string, string> = {}) =>
    here.request({ method: 'POST', url: `${url}/apply`, as: admin.session, body: { expectedCount }, headers })
  const create = (as: { session: { cookie: string } }, body: object = {}) =>
    here.request({ method: 'POST', url: tokenUrl, as: as.session, body: { name: 'new', ...body } })
  const shown = async (as: { session: { cookie: string } }, cid: string) =>
    (await here.request({ url: `${tokenUrl}/${cid}`, as: as.session })).body
  return { ...here, admin, save, preview, apply, create, shown }
}

const berlin = (expirationDate: string) => ({ expirationDate, timeZone: 'Europe/Berlin' })

eachDatabase('the policy for personal tokens', world => {
  test('allows everything until someone saves one', async () => {
    const { admin, request, create, person } = await fresh(world)
    const viewer = await person(['VIEWER'])
    const { body } = await request({ url, as: admin.session })
    assert.deepEqual(body, {
      rolesOff: [],
      longestDays: null,
      expiryRequired: false,
      idleDays: null,
      mostTokens: null,
      readOnlyRoles: [],
      deviceSignIn: true,
      version: 1,
    })
    assert.equal((await create(viewer)).status, 201)
  })

  test('is saved in part, leaves an audit row, and is set back by null', async () => {
    const { save, database, admin } = await fresh(world)
    assert.equal((await save({ longestDays: 90, mostTokens: 5, deviceSignIn: false })).status, 200)
    const { body } = await save({ longestDays: null })
    assert.deepEqual([body.longestDays, body.mostTokens, body.deviceSignIn, body.version], [null, 5, false, 3])
    const setting = await database.db
      .selectFrom('settings')
      .select('value')
      .where('key', '=', 'device_sign_in')
      .executeTakeFirst()
    assert.equal(setting?.value, 'off')
    const row = await database.db
      .selectFrom('audit_logs')
      .select(['actor_email', 'changes'])
      .where('object_type', '=', 'TOKEN_POLICY')
      .orderBy('id', 'desc')
      .executeTakeFirst()
    assert.equal(row?.actor_email, admin.email)
    assert.equal(row?.changes, '{"longestDays":{"before":90,"after":null}}')
  })

  test('saved by two admins at once keeps the first and tells the second', async () => {
    const { save, person, request } = await fresh(world)
    const other = await person(['ADMIN'])
    const theirs = () =>
      request({
        method: 'PUT',
        url,
        as: other.session,
        body: { longestDays: 30 },
        headers: { 'if-match': '"1"' },
      })
    const answers = await Promise.all([save({ longestDays: 60 }, { 'if-match': '"1"' }), theirs()])
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409])
    const winner = answers.find(({ status }) => status === 200)
    const { body } = await request({ url, as: other.session })
    assert.equal(body.longestDays, winner?.body.longestDays)
    assert.equal(body.version, 2)
  })

  test('is for people with the permission, signed in; saving and applying need a recent proof', async () => {
    const { person, token, request, admin } = await fresh(world)
    const manager = await person(['MANAGER'])
    assert.equal((await request({ url, as: manager.session })).body.missingPermission, 'EDIT_PERSONAL_TOKENS')
    assert.equal((await request({ url, as: await token(admin) })).status, 403)
    for (const { needs } of [saveTokenPolicy, applyTokenPolicy]) assert.ok(needs !== PUBLIC && needs.proof)
  })

  test('names a role that is not there', async () => {
    const { save } = await fresh(world)
    const { status, body } = await save({ rolesOff: ['VIEWER', 'no-such-role'] })
    assert.deepEqual([status, body.field], [400, 'rolesOff'])
  })

  test('holds new tokens to the longest lifetime in days of their own zone, and says so before', async () => {
    const { save, create, person, request, time } = await fresh(world)
    const user = await person()
    await save({ longestDays: 90 })
    const before = time.now
    time.now = Date.parse('2027-01-15T23:30:00Z')
    const session = (await person()).session
    const mine = async (zone: string) =>
      (await request({ url: `${tokenUrl}/policy?timeZone=${zone}`, as: session })).body.latestDay
    const days = [await mine('Europe/Berlin'), await mine('UTC')]
    const asThem = { session }
    const made = [
      await create(asThem, berlin('2027-04-16')),
      await create(asThem, { expirationDate: '2027-04-16', timeZone: 'UTC' }),
      await create(asThem, { expirationDate: '2027-04-16T00:00:00Z' }),
      await create(asThem, { expirationDate: '2027-04-16T00:00:01Z' }),
      await create(asThem),
    ]
    time.now = before
    assert.deepEqual(days, ['2027-04-16', '2027-04-15'])
    assert.deepEqual(
      made.map(({ status }) => status),
      [201, 400, 201, 400, 400],
    )
    assert.equal(made[1]?.body.details, 'expirationDate: Your workspace allows up to 90 days (until April 15, 2027).')
    assert.equal(made[4]?.body.field, 'expirationDate')
    const wrong = await request({ url: `${tokenUrl}/policy?timeZone=Nowhere`, as: user.session })
    assert.deepEqual([wrong.status, wrong.body.field], [400, 'timeZone'])
  })

  test('refuses whose every role is switched off, tells them why, and lets their tokens work on', async () => {
    const { save, create, person, token, request } = await fresh(world)
    const [viewer, both] = [await person(['VIEWER']), await person(['VIEWER', 'USER'])]
    const { bearer } = await token(viewer)
    await save({ rolesOff: ['VIEWER'] })
    const refused = await create(viewer)
    assert.equal(refused.status, 403)
    const reason = 'Your workspace has turned off personal tokens for Viewer. Contact an administrator.'
    assert.equal(refused.body.details, reason)
    assert.equal((await create(both)).status, 201)
    const { body } = await request({ url: `${tokenUrl}/policy`, as: viewer.session })
    assert.deepEqual(body.allowed, { allowed: false, reason })
    assert.equal((await request({ url: `${tokenUrl}/self`, as: { bearer } })).status, 200)
  })

  test('counts active tokens, also when two are created at once', async () => {
    const { save, create, person, token, request } = await fresh(world)
    const user = await person()
    const { cid } = await token(user)
    await token(user)
    await save({ mostTokens: 3 })
    const left = async () => (await request({ url: `${tokenUrl}/policy`, as: user.session })).body.tokensLeft
    assert.equal(await left(), 1)
    const answers = await Promise.all([create(user), create(user)])
    assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 400])
    assert.equal(await left(), 0)
    await request({ method: 'DELETE', url: `${tokenUrl}/${cid}`, as: user.session })
    assert.equal((await create(user)).status, 201)
  })

  test('wants read-only tokens of some roles, custom ones too, and an expiration date', async () => {
    const { save, create, person, request, admin } = await fresh(world)
    const role = { name: 'Auditors', tag: 'auditors', permissions: ['VIEW_CATALOGS'] }
    assert.equal((await request({ method: 'POST', url: '/api/v1/roles', as: admin.session, body: role })).status, 201)
    await save({ readOnlyRoles: ['auditors', 'ADMIN'], expiryRequired: true })
    const refused = await create(admin, berlin('2030-01-01'))
    assert.deepEqual([refused.status, refused.body.field], [400, 'limits.readOnly'])
    assert.equal((await create(admin, { ...berlin('2030-01-01'), limits: { readOnly: true } })).status, 201)
    const user = await person()
    assert.equal((await create(user)).body.field, 'expirationDate')
    assert.equal((await create(user, berlin('2030-01-01'))).status, 201)
    assert.deepEqual((await request({ url, as: admin.session })).body.readOnlyRoles, ['auditors', 'ADMIN'])
  })

  test('refuses what a change lets an older token do beyond it, and nothing else', async () => {
    const { save, create, person, request } = await fresh(world)
    const user = await person()
    const limited = { ...berlin('2028-01-15'), limits: { readOnly: true } }
    const { body: made } = await create(user, limited)
    await save({ longestDays: 90, readOnlyRoles: ['USER'] })
    const edit = (body: object) => request({ method: 'PUT', url: `${tokenUrl}/${made.cid}`, as: user.session, body })
    assert.equal((await edit({ name: 'renamed' })).status, 200)
    assert.equal((await edit({ limits: { readOnly: false } })).body.field, 'limits.readOnly')
    assert.equal((await edit(berlin('2028-01-16'))).body.field, 'expirationDate')
    assert.equal((await edit(berlin('2027-12-31'))).status, 200)
    assert.equal((await edit({ expirationDate: null })).status, 400)
  })

  test('shows whom it would touch before it is saved, and applying does exactly that', async () => {
    const here = await fresh(world)
    const { save, preview, apply, person, token, request, create, shown, database, time } = here
    const [viewer, user, manager] = [
      await person(['VIEWER'], 'Vic'),
      await person(['USER'], 'Uma'),
      await person(['MANAGER'], 'Mia'),
    ]
    const off = await token(viewer, 'off')
    const forever = await token(user, 'forever')
    const long = (await create(user, { name: 'long', ...berlin('2028-01-01') })).body
    const short = (await create(user, { name: 'short', ...berlin('2027-02-01') })).body
    const writing = (await create(manager, { name: 'writing', ...berlin('2027-02-01') })).body
    const keyOf = async (bearer: string) =>
      (
        await request({
          method: 'POST',
          url: '/api/v1/auth/key',
          as: { bearer },
          body: { name: 'made', roles: [{ type: 'DEFAULT', role: 'USER' }] },
        })
      ).body
    await database.transaction(db =>
      db.insertInto('role_grants').values({ holder_id: viewer.id, role: 'VIEWER', source: 'oidc' }).execute(),
    )
    const adminsToken = await token(here.admin, 'admin’s')
    const key = await keyOf(adminsToken.bearer)
    const policy = { rolesOff: ['VIEWER'], longestDays: 90, readOnlyRoles: ['MANAGER'], mostTokens: 2 }

    const seen = await preview(policy)
    assert.deepEqual(seen.rules, {
      rolesOff: 1,
      longestDays: 4,
      expiryRequired: 0,
      readOnlyRoles: 1,
      idleDays: 0,
      mostTokens: 1,
    })
    assert.deepEqual([seen.touched, seen.ending], [5, 1])
    const outcomes = new Map(seen.tokens.map((one: { name: string; outcome: string }) => [one.name, one.outcome]))
    assert.deepEqual(Object.fromEntries(outcomes), {
      off: 'ENDS',
      forever: 'CHANGES',
      long: 'CHANGES',
      writing: 'CHANGES',
      'admin’s': 'CHANGES',
      ...(outcomes.has('short') ? { short: 'STAYS' } : {}),
    })
    assert.equal((await request({ url: `${tokenUrl}/self`, as: off })).status, 200)

    const saved = await save(policy)
    assert.equal((await request({ url: `${tokenUrl}/self`, as: off })).status, 200)
    assert.deepEqual(await preview(), seen)
    assert.equal((await apply(4)).status, 409)
    assert.equal((await apply(5, { 'if-match': '"1"' })).status, 409)
    const applied = await apply(5, { 'if-match': `"${saved.body.version}"` })
    assert.deepEqual([applied.status, applied.body], [200, { ended: 1, changed: 4, keysEnded: 0 }])

    const ended = await shown(viewer, off.cid)
    assert.deepEqual([ended.ended.reason, ended.ended.by, ended.ended.person], ['POLICY', 'WORKSPACE', null])
    assert.equal((await request({ url: `${tokenUrl}/self`, as: off })).status, 401)
    assert.equal((await shown(user, forever.cid)).expirationDate, '2027-04-16T00:00:00.000Z')
    const shortened = await shown(user, long.cid)
    assert.deepEqual(
      [shortened.lastDay, shortened.timeZone, shortened.expirationDate],
      ['2027-04-15', 'Europe/Berlin', '2027-04-15T22:00:00.000Z'],
    )
    assert.equal((await shown(user, short.cid)).lastDay, '2027-02-01')
    assert.equal((await shown(manager, writing.cid)).limits.readOnly, true)
    const { body: keyNow } = await request({ url: `/api/v1/auth/key/${key.cid}`, as: here.admin.session })
    assert.equal(keyNow.expirationDate, '2027-04-16T00:00:00.000Z')

    const left = await preview()
    assert.deepEqual([left.touched, left.rules.mostTokens], [0, 1])
    assert.deepEqual((await apply(0)).body, { ended: 0, changed: 0, keysEnded: 0 })
    for (const cid of [off.cid, forever.cid, long.cid, writing.cid, key.cid]) {
      const rows = await database.db
        .selectFrom('audit_logs')
        .select(['actor_email', 'action'])
        .where('object_identifier', '=', cid)
        .where('actor_email', '=', here.admin.email)
        .where('action', '!=', 'CREATE')
        .where('at', '=', time.now)
        .execute()
      assert.deepEqual(
        rows.map(({ action }) => action),
        [cid === off.cid ? 'DELETE' : 'UPDATE'],
        cid,
      )
    }
  })

  test('shortens a token where it ends none', async () => {
    const { save, apply, person, token, shown } = await fresh(world)
    const owner = await person()
    const { cid } = await token(owner, 'endless')
    await save({ longestDays: 30 })
    assert.deepEqual((await apply(1)).body, { ended: 0, changed: 1, keysEnded: 0 })
    assert.notEqual((await shown(owner, cid)).expirationDate, null)
  })

  test('shows which tokens are idle, which applying leaves to their warning', async () => {
    const { preview, person, token, database, time } = await fresh(world)
    const { cid } = await token(await person(), 'unused')
    await database.transaction(db =>
      db
        .updateTable('credentials')
        .set({ created_at: time.now - 90 * DAY })
        .where('cid', '=', cid)
        .execute(),
    )
    const seen = await preview({ idleDays: 90 })
    assert.deepEqual([seen.rules.idleDays, seen.touched, seen.tokens[0]?.outcome], [1, 0, 'WARNED'])
    assert.equal((await preview({ idleDays: 91 })).rules.idleDays, 0)
  })

  test('reads its tokens in parts and counts each once', async () => {
    const { preview, person, token } = await fresh(world)
    const people = [await person(), await person(), await person()]
    for (const owner of people) for (let count = 0; count < 170; count++) await token(owner, 'one of many')
    const seen = await preview({ longestDays: 30, mostTokens: 160 })
    assert.deepEqual([seen.rules.longestDays, seen.rules.mostTokens, seen.touched, seen.total], [510, 30, 510, 510])
    assert.equal(seen.tokens.length, 200)
  })
})
