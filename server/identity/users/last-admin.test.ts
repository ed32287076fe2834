/** The workspace never loses its last active admin. Each test begins without any admin. */
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { engines, sharedDatabase } from '../../testing/each-database.ts'
import { createWorld, type World } from '../../testing/world.ts'
import { mapGroups } from '../sign-in/mapping.ts'
import { activeAdmins } from './grants.ts'

const LAST = 'This is the last active admin. Make another person an admin first.'
const asViewer = { roles: [{ type: 'BASIC', role: 'VIEWER' }] }

const patch = ({ request }: World, id: string, as: { cookie: string }, body: unknown) =>
  request({ method: 'PATCH', url: `/api/v1/users/${id}`, as, body })

const grant = ({ database }: World, holder_id: string, role: string, source: 'direct' | 'oidc') =>
  database.transaction(db => db.insertInto('role_grants').values({ holder_id, role, source }).execute())

/** Someone who may all that an admin may, and is none. */
const almostAdmin = async (here: World) => {
  const admin = await here.person(['MANAGER'])
  const permissions = (await here.request({ url: '/api/v1/auth/me', as: (await here.person(['ADMIN'])).session })).body
    .permissions
  await here.database.transaction(async db => {
    await db.deleteFrom('role_grants').where('role', '=', 'ADMIN').execute()
    await db
      .insertInto('roles')
      .values({
        id: 'roall',
        tag: 'all',
        name: 'All',
        permissions: permissions.join(','),
        created_at: 0,
        updated_at: 0,
        version: 1,
      })
      .onConflict(on => on.doNothing())
      .execute()
  })
  await grant(here, admin.id, 'roall', 'direct')
  return admin
}

const tests: Record<string, (here: World) => Promise<void>> = {
  'cannot be demoted or deactivated by anyone, including themselves': async here => {
    const other = await almostAdmin(here)
    const last = await here.person(['ADMIN'])
    for (const { session } of [last, other])
      for (const body of [asViewer, { roles: [] }, { active: false }]) {
        const refused = await patch(here, last.id, session, body)
        assert.deepEqual([refused.status, refused.body.details], [409, LAST])
      }
    const shown = await here.request({ url: `/api/v1/users/${last.id}?abilities=true`, as: other.session })
    assert.deepEqual(shown.body.abilities.deactivate, { allowed: false, reason: LAST })
  },

  'counts only admins who can sign in: an invited or deactivated one is no other': async here => {
    const last = await here.person(['ADMIN'])
    const [invited, gone] = [await here.person(['ADMIN']), await here.person(['ADMIN'])]
    await here.database.transaction(async db => {
      await db.updateTable('users').set({ password_hash: null }).where('id', '=', invited.id).execute()
      await db.updateTable('users').set({ deactivated_at: 1 }).where('id', '=', gone.id).execute()
    })
    assert.equal((await patch(here, last.id, last.session, asViewer)).status, 409)
    assert.equal((await patch(here, invited.id, last.session, asViewer)).status, 200)
  },

  'may lose one of two grants of ADMIN, and not the second': async here => {
    const last = await here.person(['ADMIN'])
    await grant(here, last.id, 'ADMIN', 'oidc')
    assert.equal((await patch(here, last.id, last.session, asViewer)).status, 200)
    const { database } = here
    const mapped = await database.transaction(db =>
      mapGroups(db, { userId: last.id, groups: [] }, { groupRoles: new Map() }),
    )
    assert.equal(mapped, undefined)
    assert.deepEqual(await activeAdmins(database.db), [last.id])
  },

  'stays when two admins demote each other at once': async here => {
    for (let round = 0; round < 5; round++) {
      const [one, two] = [await here.person(['ADMIN']), await here.person(['ADMIN'])]
      const answers = await Promise.all([
        patch(here, one.id, two.session, asViewer),
        patch(here, two.id, one.session, asViewer),
      ])
      const statuses = answers.map(({ status }) => status).toSorted()
      assert.equal(statuses[0], 200)
      assert.ok(statuses[1] === 403 || statuses[1] === 409, String(statuses))
      const admins = await activeAdmins(here.database.db)
      assert.equal(admins.length, 1)
      await here.database.transaction(db => db.deleteFrom('role_grants').where('role', '=', 'ADMIN').execute())
    }
  },

  'stays when two admins step down at once': async here => {
    const [one, two] = [await here.person(['ADMIN']), await here.person(['ADMIN'])]
    const answers = await Promise.all([one, two].map(({ id, session }) => patch(here, id, session, asViewer)))
    assert.deepEqual(answers.map(({ status }) => status).toSorted(), [200, 409])
    assert.equal((await activeAdmins(here.database.db)).length, 1)
  },

  'stays when one is demoted while the other is deactivated': async here => {
    const [one, two] = [await here.person(['ADMIN']), await here.person(['ADMIN'])]
    const other = await almostAdmin(here)
    for (const { id } of [one, two]) await grant(here, id, 'ADMIN', 'direct')
    const answers = await Promise.all([
      patch(here, one.id, other.session, asViewer),
      patch(here, two.id, other.session, { active: false }),
    ])
    assert.deepEqual(answers.map(({ status }) => status).toSorted(), [200, 409])
  },
}

for (const engine of engines)
  suite(`the last active admin (${engine.name})`, () => {
    const open = sharedDatabase(engine)
    for (const [name, work] of Object.entries(tests))
      test(name, async () => {
        const { database } = await open()
        await database.transaction(db => db.deleteFrom('role_grants').execute())
        await work(await createWorld(database))
      })
  })
