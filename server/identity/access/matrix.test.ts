/** The 401/403 matrix, generated from the list of operations, so that none can lack it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type OperationSpec, PERSONAL_TOKEN, PUBLIC, SESSION } from '../../../contract/core/operation.ts'
import { PERMISSIONS } from '../../../contract/core/permissions.ts'
import { eachDatabase, type World } from '../../testing/world.ts'

const urlOf = ({ path }: OperationSpec) => path.replace(/\{\w+\}/g, 'no-such-thing')

const operationsOf = ({ app }: World) => app.routes.map(({ operation }) => operation)

const guarded = (world: World) => operationsOf(world).filter(({ needs }) => needs !== PUBLIC)

eachDatabase('every operation', world => {
  test('answers a stranger with 401 and a challenge before it looks at anything else', async () => {
    const here = await world()
    for (const operation of guarded(here)) {
      const { status, headers, body } = await here.request({
        method: operation.method,
        url: urlOf(operation),
        body: '{not json',
      })
      assert.equal(status, 401, operation.id)
      assert.equal(headers['www-authenticate'], 'Bearer realm="Portico"', operation.id)
      assert.equal(body.type, 'UNAUTHORIZED', operation.id)
    }
  })

  test('that needs a permission refuses a caller without it, by token or by session, and names the permission and who has it', async () => {
    const here = await world()
    const nobody = await here.person([])
    const { bearer } = await here.token(nobody)
    for (const operation of guarded(here)) {
      const { needs } = operation
      if (needs === PUBLIC || !needs.permission) continue
      const bySession = needs.credential === SESSION
      const { status, body, headers } = await here.request({
        method: operation.method,
        url: urlOf(operation),
        as: bySession ? nobody.session : { bearer },
        body: '{not json',
      })
      assert.equal(status, 403, operation.id)
      assert.equal(body.missingPermission, needs.permission, operation.id)
      assert.match(
        body.details,
        new RegExp(
          `^You need the ${PERMISSIONS[needs.permission].name} permission. Your role: none. Roles that include it: .*Admin. Contact an administrator.$`,
        ),
      )
      if (!bySession) assert.match(String(headers['www-authenticate']), /error="insufficient_scope"/)
    }
  })

  test('that needs a session refuses even an admin’s token', async () => {
    const here = await world()
    const { bearer } = await here.token(await here.person(['ADMIN']))
    for (const operation of guarded(here)) {
      if (operation.needs === PUBLIC || operation.needs.credential !== SESSION) continue
      const { status, body } = await here.request({ method: operation.method, url: urlOf(operation), as: { bearer } })
      assert.equal(status, 403, operation.id)
      assert.match(body.details, /^Tokens can't be used for this\. Sign in at /)
    }
  })

  test('that speaks of a token refuses a session', async () => {
    const here = await world()
    const { session } = await here.person(['ADMIN'])
    for (const operation of guarded(here)) {
      if (operation.needs === PUBLIC || operation.needs.credential !== PERSONAL_TOKEN) continue
      assert.equal(
        (await here.request({ method: operation.method, url: urlOf(operation), as: session })).status,
        403,
        operation.id,
      )
    }
  })

  test('that changes something refuses a cookie from another site, sign-in included', async () => {
    const here = await world()
    const { session } = await here.person(['ADMIN'])
    for (const operation of operationsOf(here)) {
      if (operation.method === 'GET' || operation.ignoresCookies) continue
      if (operation.needs !== PUBLIC && operation.needs.credential === PERSONAL_TOKEN) continue
      for (const headers of [
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site' },
        { 'sec-fetch-site': 'none' },
      ]) {
        const { status, body } = await here.request({
          method: operation.method,
          url: urlOf(operation),
          as: session,
          headers,
        })
        assert.equal(status, 403, `${operation.id} ${JSON.stringify(headers)}`)
        assert.match(body.details, /^This call must come from a page of /)
      }
    }
  })

  test('answers a method it does not have with 405, after 401 for a stranger', async () => {
    const here = await world()
    const { session } = await here.person(['ADMIN'])
    assert.equal((await here.request({ method: 'PUT', url: '/api/v1/auth/token' })).status, 401)
    const refused = await here.request({ method: 'PUT', url: '/api/v1/auth/token', as: session })
    assert.equal(refused.status, 405)
    assert.equal(refused.headers.allow, 'GET, POST')
  })

  test('an unknown API path is 401 for a stranger and 404 for someone known', async () => {
    const here = await world()
    const { session } = await here.person([])
    for (const url of ['/api/v1/nothing', `/api/v1/auth/key/${'x'.repeat(9000)}`, '/api/v1/auth/key/%zz'])
      assert.equal((await here.request({ url })).status, 401, url.slice(0, 40))
    assert.equal((await here.request({ url: '/api/v1/nothing', as: session })).status, 404)
  })
})
