import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eachDatabase, type World } from '../../testing/world.ts'
import {
  auditOf,
  GOOD_PASSWORD,
  me,
  OTHER_PASSWORD,
  personWithPassword,
  post,
  secretIn,
  sessionFrom,
  signInAs,
} from '../sign-in/testing.ts'

const DAY = 86_400_000
let invited = 0

const invite = async (here: World, as: { cookie: string }) => {
  const email = `invited-${++invited}-${process.pid}@example.com`
  const { body } = await here.request({
    method: 'POST',
    url: '/api/v1/users',
    as,
    body: { email, name: 'Invited', roles: [{ type: 'BASIC', role: 'USER' }] },
  })
  return { email, id: body.user.id, secret: secretIn(body.invitation.url), url: body.invitation.url }
}

const resetLink = async (here: World, as: { cookie: string }, id: string) =>
  secretIn((await here.request({ method: 'POST', url: `/api/v1/users/${id}/reset-link`, as })).body.url)

const accept = (here: World, secret: string) =>
  post(here, '/api/v1/auth/invitation', { secret, name: 'Grace', password: GOOD_PASSWORD })

const reset = (here: World, secret: string) =>
  post(here, '/api/v1/auth/password/reset', { secret, password: OTHER_PASSWORD })

eachDatabase('invitations', world => {
  test('the link lets the person in once, with the name and password they choose', async () => {
    const here = await world()
    const admin = await here.person(['ADMIN'])
    const { email, secret, url } = await invite(here, admin.session)
    assert.match(url, /^http:\/\/localhost:4000\/invitation#[\w-]{40}$/)
    const check = await post(here, '/api/v1/auth/links/check', { secret })
    assert.deepEqual([check.body.kind, check.body.email, check.body.name], ['INVITATION', email, 'Invited'])
    const answer = await accept(here, secret)
    assert.equal(answer.status, 201)
    assert.equal((await me(here, sessionFrom(answer))).body.name, 'Grace')
    const again = await accept(here, secret)
    assert.equal(again.status, 404)
    assert.match(again.body.details, /^This link was used on .* and works only once/)
    assert.equal((await signInAs(here, email, GOOD_PASSWORD)).status, 200)
  })

  test('a new invitation voids the old one', async () => {
    const here = await world()
    const admin = await here.person(['ADMIN'])
    const { id, secret } = await invite(here, admin.session)
    const renewed = await here.request({ method: 'POST', url: `/api/v1/users/${id}/invitation`, as: admin.session })
    assert.equal(renewed.status, 201)
    assert.equal((await accept(here, secret)).status, 404)
    assert.equal((await accept(here, secretIn(renewed.body.url))).status, 201)
    const late = await here.request({ method: 'POST', url: `/api/v1/users/${id}/invitation`, as: admin.session })
    assert.equal(late.status, 409)
  })

  test('it works in the last millisecond of its day and is refused at the instant', async () => {
    const here = await world()
    const admin = await here.person(['ADMIN'])
    const { secret } = await invite(here, admin.session)
    const before = here.time.now
    here.time.now = before + DAY
    assert.equal((await accept(here, secret)).status, 404)
    here.time.now = before + DAY - 1
    assert.equal((await accept(here, secret)).status, 201)
    here.time.now = before
  })

  test('a reset link is no invitation, and a stranger’s secret is nothing', async () => {
    const here = await world()
    const admin = await here.person(['ADMIN'])
    const person = await personWithPassword(here)
    const secret = await resetLink(here, admin.session, person.id)
    assert.match((await accept(here, secret)).body.details, /^This link has a different purpose/)
    assert.equal((await accept(here, 'x'.repeat(40))).status, 404)
  })

  test('the secret is in no table', async () => {
    const here = await world()
    const admin = await here.person(['ADMIN'])
    const { secret } = await invite(here, admin.session)
    for (const table of ['links', 'jobs', 'audit_logs'] as const) {
      const rows = await here.database.db.selectFrom(table).selectAll().execute()
      assert.ok(!JSON.stringify(rows).includes(secret), table)
    }
  })
})

eachDatabase('reset links', world => {
  test('the link sets a new password once, ends every session, and signs in again', async () => {
    const here = await world()
    const admin = await here.person(['ADMIN'])
    const person = await personWithPassword(here)
    const secret = await resetLink(here, admin.session, person.id)
    const answer = await reset(here, secret)
    assert.equal(answer.status, 200)
    assert.equal((await me(here, person.session)).status, 401)
    assert.equal((await me(here, sessionFrom(answer))).status, 200)
    assert.equal((await signInAs(here, person.email, GOOD_PASSWORD)).status, 401)
    assert.equal((await signInAs(here, person.email, OTHER_PASSWORD)).status, 200)
    assert.equal((await reset(here, secret)).status, 404)
    const rows = await auditOf(here, person.email)
    assert.deepEqual(
      rows
        .filter(({ object_type }) => object_type !== 'SESSION')
        .map(({ action, object_type, actor_email }) => [action, object_type, actor_email]),
      [
        ['CREATE', 'ONE_TIME_LINK', admin.email],
        ['UPDATE', 'PASSWORD', person.email],
      ],
    )
  })

  test('of two uses at once, one succeeds', async () => {
    const here = await world()
    const admin = await here.person(['ADMIN'])
    const person = await personWithPassword(here)
    const secret = await resetLink(here, admin.session, person.id)
    const answers = await Promise.all([reset(here, secret), reset(here, secret)])
    assert.deepEqual(answers.map(({ status }) => status).toSorted(), [200, 404])
  })

  test('a changed password voids the links that were out', async () => {
    const here = await world()
    const admin = await here.person(['ADMIN'])
    const person = await personWithPassword(here)
    const secret = await resetLink(here, admin.session, person.id)
    await here.request({
      method: 'POST',
      url: '/api/v1/auth/password',
      as: person.session,
      body: { current: GOOD_PASSWORD, password: OTHER_PASSWORD },
    })
    assert.equal((await reset(here, secret)).status, 404)
  })

  test('a deactivated person’s link is void', async () => {
    const here = await world()
    const admin = await here.person(['ADMIN'])
    const person = await personWithPassword(here)
    const secret = await resetLink(here, admin.session, person.id)
    await here.request({
      method: 'PATCH',
      url: `/api/v1/users/${person.id}`,
      as: admin.session,
      body: { active: false },
    })
    assert.equal((await reset(here, secret)).status, 404)
  })
})
