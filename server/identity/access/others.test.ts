/** What an operation without a permission may say of another person's things, which is nothing; generated from the list of operations. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type OperationSpec, PERSONAL_TOKEN, PUBLIC } from '../../../contract/core/operation.ts'
import { addNotice } from '../../outbound/notices/notices.ts'
import { eachDatabase, type World } from '../../testing/world.ts'
import { addIdentity, identityId } from '../sign-in/identities.ts'

const SECRET = 'Wilhelmina Private'

/** Someone with one of everything that a person has, by the operations' paths. */
const someone = async (here: World) => {
  const { person, token, database, request, time } = here
  const other = await person(['VIEWER'], SECRET)
  const { cid } = await token(other, SECRET)
  const identity = { issuer: 'https://id.example', subject: other.id }
  const claims = { ...identity, email: other.email, emailVerified: true, name: SECRET, groups: undefined }
  const facts = { host: SECRET, since: 0 }
  await database.transaction(async db => {
    await addIdentity(db, claims, { userId: other.id, proved: true, now: time.now })
    await addNotice(db, { userId: other.id, kind: 'webhook-disabled', subject: 'wh', facts }, time.now)
  })
  const read = async (url: string) => (await request({ url, as: other.session })).body
  const [session] = (await read('/api/v1/auth/sessions')).sessions
  const [notice] = (await read('/api/v1/notices')).notices
  return {
    '/api/v1/users/{id}': other.id,
    '/api/v1/auth/token/{cid}': cid,
    '/api/v1/auth/sessions/{id}': session.id,
    '/api/v1/auth/identities/{id}': identityId(identity),
    '/api/v1/notices/{id}': notice.id,
  }
}

const speaksOfOne = ({ needs, path }: OperationSpec) =>
  needs !== PUBLIC && needs.permission === undefined && needs.credential !== PERSONAL_TOKEN && path.includes('{')

const BODIES = [{}, { name: 'x' }, { roles: [] }, { active: true }, { overlapHours: 1 }]

eachDatabase('another person’s', world => {
  test('things are not shown, nor changed, by any operation that needs no permission', async () => {
    const here = await world()
    const theirs = new Map(Object.entries(await someone(here)))
    const nobody = await here.person([])
    const operations = here.app.routes.map(({ operation }) => operation).filter(speaksOfOne)
    assert.ok(operations.length > 8)
    for (const operation of operations) {
      const stem = /^.*?\{\w+\}/.exec(operation.path)?.[0] ?? ''
      const id = theirs.get(stem)
      assert.ok(id, `${operation.id}: say here whose ${stem} it would be`)
      const url = operation.path.replace(/\{\w+\}/, id).replace(/\{\w+\}/g, 'no-such-thing')
      for (const body of operation.body ? BODIES : [undefined]) {
        const { status, text } = await here.request({ method: operation.method, url, as: nobody.session, body })
        const asked = `${operation.id} ${JSON.stringify(body)}: ${status}`
        assert.ok([400, 403, 404].includes(status), asked)
        assert.ok(!text.includes(SECRET), asked)
      }
    }
  })

  test('record is not shown by a change of nothing', async () => {
    const here = await world()
    const [nobody, other] = [await here.person([]), await here.person()]
    const url = `/api/v1/users/${other.id}`
    const refused = await here.request({ method: 'PATCH', url, as: nobody.session, body: {} })
    assert.deepEqual([refused.status, refused.body.missingPermission], [403, 'EDIT_MEMBERS'])
    const admin = await here.person(['ADMIN'])
    assert.equal((await here.request({ method: 'PATCH', url, as: admin.session, body: {} })).status, 200)
  })
})
