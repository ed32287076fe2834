/** A secret that someone sends where it does not belong is kept nowhere. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { eachDatabase } from '../../testing/world.ts'
import { newSecret } from './secret.ts'

eachDatabase('a secret in the wrong place', world => {
  test('is in no table, whichever header or path it was sent in', async () => {
    const { request, person, token, app, database } = await world()
    const owner = await person(['ADMIN'])
    const { bearer, cid } = await token(owner)
    const sent = newSecret('personal')
    const headers = { 'user-agent': sent, referer: sent, 'x-request-id': sent }
    const ask = (url: string, method: 'GET' | 'POST' | 'DELETE', as: object | undefined, body?: object | string) =>
      request({ method, url, headers, as: as as typeof owner.session, ...(body ? { body } : {}) })
    await ask('/api/v1/auth/token/self', 'GET', { bearer })
    await ask(`/api/v1/auth/key/${sent}`, 'GET', { bearer })
    await ask(`/api/v1/auth/key/${sent}`, 'DELETE', { bearer })
    await ask('/api/v1/auth/token', 'POST', owner.session, { name: 'made' })
    await ask('/api/v1/auth/device', 'POST', undefined, { client: 'tool' })
    await ask('/api/v1/auth/sign-in', 'POST', undefined, { email: `${sent}@example.com`, password: sent })
    const descriptor = `openapi: 3.0.1\ninfo:\n  title: Leak\n  x-cortex-tag: leak\n  description: ${sent}\n`
    assert.equal((await ask('/api/v1/open-api', 'POST', owner.session, descriptor)).status, 400)
    await ask(`/api/v1/auth/token/${cid}`, 'DELETE', owner.session)
    await ask('/api/v1/auth/token/self', 'GET', { bearer })
    await app.flush()
    const tables = await database.db.introspection.getTables()
    for (const { name } of tables) {
      const { rows } = await sql`select * from ${sql.table(name)}`.execute(database.db)
      assert.ok(!JSON.stringify(rows).includes(sent), `${name} holds the secret`)
    }
  })

  test('is refused in every text that is kept, with the property named', async () => {
    const { request, person } = await world()
    const owner = await person(['ADMIN'])
    const sent = newSecret('workspace')
    for (const body of [{ name: `for ${sent}` }, { name: 'x', description: `\n${sent}` }]) {
      const { status, body: problem } = await request({
        method: 'POST',
        url: '/api/v1/auth/token',
        as: owner.session,
        body,
      })
      const field = Object.keys(body).at(-1)
      assert.deepEqual([status, problem.field], [400, field])
      assert.ok(!JSON.stringify(problem).includes(sent))
    }
  })

  test('is refused in a descriptor, however it comes, and what only looks like one is kept', async () => {
    const { request, person } = await world()
    const { session: as } = await person(['ADMIN'])
    const secret = newSecret('personal')
    const text = (tag: string, said: string) =>
      `openapi: 3.0.1\ninfo:\n  title: T\n  x-cortex-tag: ${tag}\n  description: ${said}\n`
    const team = (said: string) => `${text('a-team', said)}  x-cortex-type: team\n  x-cortex-team: {members: []}\n`
    const ways = [
      ['POST', '/api/v1/open-api', (said: string) => text('posted', said)],
      ['PATCH', '/api/v1/open-api', (said: string) => text('patched', said)],
      ['POST', '/api/v1/open-api', team],
      ['POST', '/api/v1/catalog/import', (said: string) => `${text('one', 'x')}---\n${text('two', said)}`],
    ] as const
    const others = [secret.slice(0, -1), `${secret.slice(0, -1)}_`, 'portico_key_rotation', 'Starts with portico_pat_']
    for (const [method, url, body] of ways) {
      const { status, text: answer } = await request({ method, url, as, body: body(`see ${secret}x`) })
      assert.equal(status, 400, url)
      assert.ok(!answer.includes(secret))
      for (const said of others) {
        const kept = await request({ method, url, as, body: body(said) })
        assert.ok(kept.status < 300 && !kept.text.includes('FAILED'), `${method} ${url} ${said}: ${kept.text}`)
      }
    }
  })

  test('is refused in custom data, whatever the keys around it are called', async () => {
    const { request, person } = await world()
    const { session: as } = await person(['ADMIN'])
    const descriptor = 'openapi: 3.0.1\ninfo:\n  title: T\n  x-cortex-tag: token\n'
    await request({ method: 'POST', url: '/api/v1/open-api', as, body: descriptor })
    const sent = newSecret('workspace')
    const one = { key: 'k', value: { token: sent } }
    for (const [method, url, body, field] of [
      ['POST', '/api/v1/catalog/token/custom-data', one, 'value'],
      ['PUT', '/api/v1/catalog/custom-data', { token: [one] }, 'token.0.value'],
    ] as const) {
      const { status, body: problem } = await request({ method, url, as, body })
      assert.deepEqual([status, problem.field], [400, field])
    }
  })
})
