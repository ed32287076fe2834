import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eachDatabase, type World } from '../../testing/world.ts'

const url = '/api/v1/roles'
type As = { cookie: string }

const create = ({ request }: World, as: As, body: unknown) => request({ method: 'POST', url, as, body })
const update = ({ request }: World, as: As, tag: string, body: unknown, headers = {}) =>
  request({ method: 'PUT', url: `${url}/${tag}`, as, body, headers })
const remove = ({ request }: World, as: As, tag: string) => request({ method: 'DELETE', url: `${url}/${tag}`, as })
const find = async ({ request }: World, as: As, tag: string) =>
  (await request({ url, as })).body.roles.find((role: { tag: string }) => role.tag === tag)

eachDatabase('roles', world => {
  test('a new role allows nothing until something is switched on', async () => {
    const here = await world()
    const { session } = await here.person(['ADMIN'])
    const made = await create(here, session, {
      name: 'Release captain',
      tag: 'release-captain',
      description: 'Releases.',
    })
    assert.equal(made.status, 201)
    assert.deepEqual([made.body.type, made.body.permissions, made.body.people, made.body.version], ['CUSTOM', [], 0, 1])
  })

  test('the list begins with the default roles, strongest first, and counts people once', async () => {
    const here = await world()
    const { session } = await here.person(['ADMIN'])
    const { body } = await here.request({ url, as: session })
    assert.deepEqual(
      body.roles.slice(0, 4).map((role: { tag: string }) => role.tag),
      ['ADMIN', 'MANAGER', 'USER', 'VIEWER'],
    )
    const before = (await find(here, session, 'MANAGER')).people
    const { id } = await here.person(['MANAGER'])
    await here.database.transaction(db =>
      db.insertInto('role_grants').values({ holder_id: id, role: 'MANAGER', source: 'oidc' }).execute(),
    )
    assert.equal((await find(here, session, 'MANAGER')).people, before + 1)
  })

  test('a tag is unique, and those of default roles are taken in any case', async () => {
    const here = await world()
    const { session } = await here.person(['ADMIN'])
    assert.equal((await create(here, session, { name: 'One', tag: 'one' })).status, 201)
    for (const tag of ['one', 'admin', 'Viewer', 'USER', 'read-only']) {
      const refused = await create(here, session, { name: 'x', tag })
      assert.deepEqual([refused.status, refused.body.field], [409, 'tag'], tag)
    }
    for (const tag of ['', '-a', 'a b', 'ä', 'x'.repeat(64)])
      assert.equal((await create(here, session, { name: 'x', tag })).status, 400, tag)
  })

  test('a change counts at the next call of everybody who holds the role', async () => {
    const here = await world()
    const { session } = await here.person(['ADMIN'])
    await create(here, session, { name: 'Live', tag: 'live' })
    const { id } = await here.database.db
      .selectFrom('roles')
      .select('id')
      .where('tag', '=', 'live')
      .executeTakeFirstOrThrow()
    const holder = await here.person([id])
    const { bearer } = await here.token(holder)
    const permissions = async () =>
      (await here.request({ url: '/api/v1/auth/token/self', as: { bearer } })).body.permissions
    assert.deepEqual(await permissions(), [])
    assert.equal((await update(here, session, 'live', { permissions: ['EDIT_ENTITIES'] })).status, 200)
    assert.deepEqual(await permissions(), ['EDIT_ENTITIES'])
  })

  test('what is left out stays, null clears, and another version is refused', async () => {
    const here = await world()
    const { session } = await here.person(['ADMIN'])
    await create(here, session, { name: 'Edit', tag: 'edit', description: 'Words', permissions: ['VIEW_CATALOGS'] })
    const renamed = await update(here, session, 'edit', { name: 'Edited' }, { 'if-match': '"1"' })
    assert.deepEqual(
      [renamed.body.name, renamed.body.description, renamed.body.permissions, renamed.body.version],
      ['Edited', 'Words', ['VIEW_CATALOGS'], 2],
    )
    assert.equal((await update(here, session, 'edit', { name: 'Late' }, { 'if-match': '"1"' })).status, 409)
    assert.equal((await update(here, session, 'edit', { description: null })).body.description, null)
  })

  test('nobody makes, changes or removes a role that holds what they lack, before or after', async () => {
    const here = await world()
    const { session } = await here.person(['ADMIN'])
    await create(here, session, { name: 'Desk', tag: 'desk', permissions: ['VIEW_ROLES', 'EDIT_ROLES'] })
    await create(here, session, { name: 'Strong', tag: 'strong', permissions: ['EDIT_SECRETS'] })
    const { id } = await here.database.db
      .selectFrom('roles')
      .select('id')
      .where('tag', '=', 'desk')
      .executeTakeFirstOrThrow()
    const desk = await here.person([id])
    const answers = [
      await create(here, desk.session, { name: 'x', tag: 'x', permissions: ['EDIT_SECRETS'] }),
      await update(here, desk.session, 'desk', { permissions: ['VIEW_ROLES', 'EDIT_ROLES', 'EDIT_SECRETS'] }),
      await update(here, desk.session, 'strong', { permissions: [] }),
      await remove(here, desk.session, 'strong'),
    ]
    for (const { status, body } of answers) {
      assert.equal(status, 403)
      assert.equal(body.missingPermission, 'EDIT_SECRETS')
      assert.equal(body.details, "This role has the Create secrets permission, which you don't have.")
    }
    const { abilities } = await find(here, desk.session, 'strong')
    assert.deepEqual([abilities.edit.allowed, abilities.remove.allowed, abilities.grant.allowed], [false, false, false])
  })

  test('a role is deleted once nobody and no API key holds it', async () => {
    const here = await world()
    const admin = await here.person(['ADMIN'])
    await create(here, admin.session, { name: 'Held', tag: 'held' })
    const person = await here.person([])
    const give = (roles: unknown[]) =>
      here.request({ method: 'PATCH', url: `/api/v1/users/${person.id}`, as: admin.session, body: { roles } })
    assert.equal((await give([{ type: 'CUSTOM', tag: 'held' }])).status, 200)
    assert.equal((await remove(here, admin.session, 'held')).status, 409)
    await give([])
    const key = await here.request({
      method: 'POST',
      url: '/api/v1/auth/key',
      as: admin.session,
      body: { name: 'k', roles: [{ type: 'CUSTOM', tag: 'held' }] },
    })
    assert.ok(key.status < 300, key.text)
    assert.equal((await remove(here, admin.session, 'held')).status, 409)
    await here.request({ method: 'DELETE', url: `/api/v1/auth/key/${key.body.cid}`, as: admin.session })
    assert.equal((await remove(here, admin.session, 'held')).status, 204)
    assert.equal((await remove(here, admin.session, 'held')).status, 404)
  })

  test('default roles stay as they are', async () => {
    const here = await world()
    const { session } = await here.person(['ADMIN'])
    for (const answer of [await update(here, session, 'viewer', { name: 'x' }), await remove(here, session, 'ADMIN')]) {
      assert.equal(answer.status, 403)
      assert.match(answer.body.details, /^Default roles can't be changed/)
    }
  })
})
