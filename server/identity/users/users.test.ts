import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eachDatabase, type World } from '../../testing/world.ts'

const url = '/api/v1/users'
const basic = (role: string) => ({ type: 'BASIC', role })
const CANNOT_REFUSE = ['VIEWER', 'USER', 'MANAGER'] as const

const patch = ({ request }: World, id: string, as: { cookie: string }, body: unknown, headers = {}) =>
  request({ method: 'PATCH', url: `${url}/${id}`, as, body, headers })

/** A role with just these permissions, for people who may a little. */
const customRole = async ({ database }: World, tag: string, permissions: string) => {
  const id = `ro${tag}`
  await database.transaction(db =>
    db
      .insertInto('roles')
      .values({ id, tag, name: tag, permissions, created_at: 0, updated_at: 0, version: 1 })
      .onConflict(on => on.doNothing())
      .execute(),
  )
  return id
}

eachDatabase('people', world => {
  test('an admin invites a person; the email is lower case and nobody else’s', async () => {
    const here = await world()
    const admin = await here.person(['ADMIN'])
    const invite = (email: string) =>
      here.request({
        method: 'POST',
        url,
        as: admin.session,
        body: { email, name: ' Grace ', roles: [basic('MANAGER')] },
      })
    const made = await invite('Grace.Hopper@Example.com')
    assert.equal(made.status, 201)
    const { user, invitation } = made.body
    assert.deepEqual(
      [user.email, user.name, user.state, user.active, user.lastSignIn],
      ['grace.hopper@example.com', 'Grace', 'INVITED', true, null],
    )
    assert.deepEqual(user.roles, [{ type: 'BASIC', role: 'MANAGER', name: 'Manager' }])
    assert.deepEqual([invitation.mailed, invitation.mail], [false, 'off'])
    const twice = await invite('GRACE.hopper@example.com')
    assert.deepEqual([twice.status, twice.body.field], [409, 'email'])
  })

  test('the list is paged, filtered and holds one array; abilities come when asked for', async () => {
    const here = await world()
    const admin = await here.person(['ADMIN'], 'Zoë 100% Filter_me')
    const find = async (query: string) => (await here.request({ url: `${url}?${query}`, as: admin.session })).body
    const found = await find(`query=${encodeURIComponent('100% filter_')}&abilities=true`)
    assert.equal(found.total, 1)
    assert.equal(found.users[0].email, admin.email)
    assert.deepEqual(found.users[0].abilities.changeRoles, { allowed: true })
    assert.equal((await find('query=nobody-is-called-so')).total, 0)
    const page = await find('pageSize=1&page=0&state=ACTIVE')
    assert.deepEqual([page.users.length, page.totalPages], [1, page.total])
    assert.equal(page.users[0].abilities, undefined)
    assert.deepEqual((await find('page=5000')).users, [])
  })

  test('people with roles are found by email in any case, comma-joined, as Cortex’s clients ask', async () => {
    const here = await world()
    const [admin, other] = [await here.person(['ADMIN']), await here.person(['USER', 'VIEWER'])]
    const { bearer } = await here.token(admin)
    const { status, body } = await here.request({
      url: `${url}/roles?email=${admin.email.toUpperCase()},${other.email}`,
      as: { bearer },
    })
    assert.equal(status, 200)
    assert.deepEqual(Object.keys(body), ['users', 'page', 'total', 'totalPages'])
    assert.equal(body.total, 2)
    const found = body.users.find((user: { email: string }) => user.email === other.email)
    assert.deepEqual(found, {
      email: other.email,
      name: other.name,
      roles: [
        { type: 'BASIC', role: 'USER', name: 'User' },
        { type: 'BASIC', role: 'VIEWER', name: 'Viewer' },
      ],
    })
  })

  test('people with the permission replace roles, and a version that is not the latest is refused', async () => {
    const here = await world()
    const [admin, person] = [await here.person(['ADMIN']), await here.person(['USER'])]
    const changed = await patch(here, person.id, admin.session, { roles: [basic('VIEWER')] }, { 'if-match': '"1"' })
    assert.equal(changed.status, 200)
    assert.deepEqual(
      [changed.body.roles, changed.body.version],
      [[{ type: 'BASIC', role: 'VIEWER', name: 'Viewer' }], 2],
    )
    assert.equal((await patch(here, person.id, admin.session, { roles: [] }, { 'if-match': '"1"' })).status, 409)
    const unknown = await patch(here, person.id, admin.session, { roles: [{ type: 'CUSTOM', tag: 'no-such' }] })
    assert.deepEqual([unknown.status, unknown.body.field], [400, 'roles'])
  })

  test('only the roles given directly are replaced: what groups gave stays', async () => {
    const here = await world()
    const [admin, person] = [await here.person(['ADMIN']), await here.person(['USER'])]
    await here.database.transaction(db =>
      db.insertInto('role_grants').values({ holder_id: person.id, role: 'MANAGER', source: 'oidc' }).execute(),
    )
    const { body } = await patch(here, person.id, admin.session, { roles: [basic('VIEWER')] })
    assert.deepEqual(
      body.roles.map((role: { role: string }) => role.role),
      ['MANAGER', 'VIEWER'],
    )
  })

  test('a bearer changes nobody, whatever its owner may', async () => {
    const here = await world()
    const [admin, person] = [await here.person(['ADMIN']), await here.person()]
    const { bearer } = await here.token(admin)
    const refused = await here.request({
      method: 'PATCH',
      url: `${url}/${person.id}`,
      as: { bearer },
      body: { active: false },
    })
    assert.equal(refused.status, 403)
    assert.match(refused.body.details, /^Tokens can't be used for this/)
  })

  test('changing roles needs Edit roles, and activity needs Edit members', async () => {
    const here = await world()
    const role = await customRole(here, 'members-only', 'VIEW_ROLES,EDIT_MEMBERS')
    const [clerk, person] = [await here.person([role]), await here.person([])]
    const refused = await patch(here, person.id, clerk.session, { roles: [] })
    assert.deepEqual([refused.status, refused.body.missingPermission], [403, 'EDIT_ROLES'])
    assert.equal((await patch(here, person.id, clerk.session, { active: false })).status, 200)
    const manager = await here.person(['MANAGER'])
    assert.equal(
      (await patch(here, person.id, manager.session, { active: true })).body.missingPermission,
      'EDIT_MEMBERS',
    )
  })

  test('nobody touches a person who holds a permission they lack, in any way', async () => {
    const here = await world()
    const role = await customRole(here, 'people-desk', 'VIEW_ROLES,EDIT_MEMBERS,EDIT_ROLES')
    const [desk, manager] = [await here.person([role]), await here.person(['MANAGER'])]
    const ask = (method: 'POST' | 'DELETE', path: string) =>
      here.request({ method, url: `${url}/${manager.id}/${path}`, as: desk.session })
    const answers = [
      await patch(here, manager.id, desk.session, { roles: [] }),
      await patch(here, manager.id, desk.session, { active: false }),
      await ask('POST', 'reset-link'),
      await ask('POST', 'invitation'),
      await ask('DELETE', 'sessions'),
    ]
    for (const { status, body } of answers) {
      assert.equal(status, 403)
      assert.match(body.details, /^This person has the .* permission, which you don't have\.$/)
    }
    const shown = await here.request({ url: `${url}/${manager.id}?abilities=true`, as: desk.session })
    const { identities: _seeing, ...touching } = shown.body.abilities
    for (const ability of Object.values(touching)) assert.equal(Object(ability).allowed, false)
  })

  test('nobody gives a role that holds a permission they lack, to others or themselves or by invitation', async () => {
    const here = await world()
    const role = await customRole(here, 'people-desk-2', 'VIEW_ROLES,EDIT_MEMBERS,EDIT_ROLES')
    const [desk, nobody] = [await here.person([role]), await here.person([])]
    for (const strong of CANNOT_REFUSE) {
      const roles = [basic(strong)]
      for (const id of [nobody.id, desk.id]) {
        const refused = await patch(here, id, desk.session, { roles })
        assert.equal(refused.status, 403)
        assert.match(refused.body.details, /^The role \w+ has the /)
      }
      const body = { email: `${strong}@escalate.example.com`, name: 'E', roles }
      assert.equal((await here.request({ method: 'POST', url, as: desk.session, body })).status, 403)
    }
  })

  test('a deactivated person is signed out everywhere, their token is refused, and they come back with all they had', async () => {
    const here = await world()
    const [admin, person] = [await here.person(['ADMIN']), await here.person(['USER'])]
    const { bearer } = await here.token(person)
    const gone = await patch(here, person.id, admin.session, { active: false })
    assert.deepEqual([gone.body.state, gone.body.active], ['DEACTIVATED', false])
    assert.equal((await here.request({ url: '/api/v1/auth/me', as: person.session })).status, 401)
    assert.equal((await here.request({ url: '/api/v1/auth/token/self', as: { bearer } })).status, 401)
    const back = await patch(here, person.id, admin.session, { active: true })
    assert.deepEqual([back.body.state, back.body.roles.length], ['ACTIVE', 1])
    assert.equal((await here.request({ url: '/api/v1/auth/token/self', as: { bearer } })).status, 200)
    assert.equal((await here.request({ url: '/api/v1/auth/me', as: person.session })).status, 401)
  })

  test('nobody deactivates themselves', async () => {
    const here = await world()
    const [admin] = [await here.person(['ADMIN']), await here.person(['ADMIN'])]
    const refused = await patch(here, admin.id, admin.session, { active: false })
    assert.equal(refused.status, 403)
    assert.equal(refused.body.details, "You can't deactivate yourself. Ask another administrator.")
  })

  test('an admin signs a person out everywhere', async () => {
    const here = await world()
    const [admin, person] = [await here.person(['ADMIN']), await here.person()]
    assert.equal(
      (await here.request({ method: 'DELETE', url: `${url}/${person.id}/sessions`, as: admin.session })).status,
      204,
    )
    assert.equal((await here.request({ url: '/api/v1/auth/me', as: person.session })).status, 401)
  })

  test('characters that no database can hold are a bad request', async () => {
    const here = await world()
    const [admin, person] = [await here.person(['ADMIN']), await here.person()]
    for (const query of ['?query=a%00b', '/roles?email=a%00@example.com'])
      assert.equal((await here.request({ url: url + query, as: admin.session })).status, 400, query)
    const roles = [{ type: 'CUSTOM', tag: 'a\u0000b' }]
    assert.equal((await patch(here, person.id, admin.session, { roles })).status, 400)
  })

  test('nobody is found under an identifier that nobody has', async () => {
    const here = await world()
    const admin = await here.person(['ADMIN'])
    assert.equal((await here.request({ url: `${url}/us0000000000000000`, as: admin.session })).status, 404)
    assert.equal((await patch(here, 'us0000000000000000', admin.session, { active: false })).status, 404)
  })
})
