/** Step-up: what changes who may act asks for a recent proof; generated from the list of operations. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type OperationSpec, PUBLIC } from '../../../contract/core/operation.ts'
import { eachDatabase, type World } from '../../testing/world.ts'
import { GOOD_PASSWORD, OTHER_PASSWORD, personWithPassword } from '../sign-in/testing.ts'
import { PROOF_LASTS_MS } from './proof.ts'

const needing = ({ app }: World) =>
  app.routes.map(({ operation }) => operation).filter(({ needs }) => needs !== PUBLIC && needs.proof === true)

const NAMED = [
  'createPersonalToken',
  'rotatePersonalToken',
  'createApiKey',
  'createRole',
  'updateRole',
  'inviteUser',
  'renewInvitation',
  'createResetLink',
  'createWebhook',
  'linkIdentity',
  'unlinkIdentity',
  'unlinkUserIdentity',
]

/** These take away a role, or a way to sign in: that changes who may act. */
const ASKING_DELETES = ['deleteRole', 'revokeDataWebhook', 'unlinkIdentity', 'unlinkUserIdentity']

const urlOf = ({ path }: OperationSpec) => path.replace(/\{\w+\}/g, 'no-such-thing')

eachDatabase('a recent proof', world => {
  const aged = async (milliseconds: number) => {
    const here = await world()
    here.time.now = Date.UTC(2027, 0, 15, 12)
    const admin = await personWithPassword(here, ['ADMIN'])
    here.time.now += milliseconds
    return { ...here, admin }
  }

  test('given while a clock was ahead does not last until then', async () => {
    const { request, admin } = await aged(-86_400_000)
    const ask = { method: 'POST', url: '/api/v1/auth/token', as: admin.session, body: { name: 'later' } } as const
    assert.equal((await request(ask)).body.proofNeeded, true)
  })

  test('is asked for by every operation that says so, a quarter of an hour after the last one, and recorded as no refusal', async () => {
    const { request, admin, app, database, ...here } = await aged(PROOF_LASTS_MS)
    const operations = needing({ ...here, request, app, database })
    const ids = new Set(operations.map(({ id }) => id))
    for (const id of NAMED) assert.ok(ids.has(id), id)
    for (const operation of operations) {
      const ask = { method: operation.method, url: urlOf(operation), as: admin.session, body: '{not json' }
      const refused = await request(ask)
      assert.deepEqual([refused.status, refused.body.proofNeeded], [403, true], operation.id)
    }
    await app.flush()
    const rows = await database.db
      .selectFrom('audit_logs')
      .selectAll()
      .where('actor_email', '=', admin.email)
      .where('outcome', '=', 'REFUSED')
      .execute()
    assert.equal(rows.length, 0)
  })

  test('is good until the last millisecond', async () => {
    const { request, admin, ...here } = await aged(PROOF_LASTS_MS - 1)
    for (const operation of needing({ ...here, request })) {
      const ask = { method: operation.method, url: urlOf(operation), as: admin.session, body: '{not json' }
      assert.notEqual((await request(ask)).body.proofNeeded, true, operation.id)
    }
  })

  test('is never asked for by what ends something', async () => {
    const here = await world()
    for (const { operation } of here.app.routes) {
      if (operation.method !== 'DELETE' || operation.needs === PUBLIC) continue
      if (ASKING_DELETES.includes(operation.id)) continue
      assert.notEqual(operation.needs.proof, true, operation.id)
    }
    const { request, admin, person, token } = await aged(PROOF_LASTS_MS)
    const owner = await person(['USER'])
    const { cid } = await token(owner)
    assert.equal((await request({ method: 'DELETE', url: `/api/v1/auth/token/${cid}`, as: admin.session })).status, 204)
    const deactivate = { method: 'PATCH', url: `/api/v1/users/${owner.id}`, as: admin.session } as const
    assert.equal((await request({ ...deactivate, body: { active: false } })).status, 200)
    for (const body of [{ active: true }, { roles: [{ type: 'BASIC', role: 'VIEWER' }] }])
      assert.equal((await request({ ...deactivate, body })).body.proofNeeded, true)
  })

  test('is never asked of a token', async () => {
    const { request, admin, token } = await aged(PROOF_LASTS_MS)
    const { bearer } = await token(admin)
    const roles = [{ type: 'DEFAULT', role: 'USER' }]
    const made = await request({ method: 'POST', url: '/api/v1/auth/key', as: { bearer }, body: { name: 'k', roles } })
    assert.equal(made.status, 200)
  })

  test('is renewed by the password, and the same call goes through', async () => {
    const { request, admin, time } = await aged(PROOF_LASTS_MS)
    const prove = (password: string) =>
      request({ method: 'POST', url: '/api/v1/auth/proof', as: admin.session, body: { password } })
    const create = () =>
      request({ method: 'POST', url: '/api/v1/auth/token', as: admin.session, body: { name: 'after proof' } })
    const wrong = await prove(OTHER_PASSWORD)
    assert.deepEqual([wrong.status, wrong.body.field], [400, 'password'])
    assert.equal((await create()).body.proofNeeded, true)
    const right = await prove(GOOD_PASSWORD)
    assert.deepEqual([right.status, right.body.provedUntil], [200, new Date(time.now + PROOF_LASTS_MS).toISOString()])
    assert.equal((await create()).status, 201)
  })

  test('of one session is none of another', async () => {
    const { request, admin, signIn, time } = await aged(0)
    const other = await signIn(admin.id)
    time.now += PROOF_LASTS_MS
    await request({ method: 'POST', url: '/api/v1/auth/proof', as: admin.session, body: { password: GOOD_PASSWORD } })
    const create = (as: { cookie: string }) =>
      request({ method: 'POST', url: '/api/v1/auth/token', as, body: { name: 'x' } })
    assert.deepEqual([(await create(admin.session)).status, (await create(other)).status], [201, 403])
  })
})
