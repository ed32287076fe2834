import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { newSecret } from '../../core/secrets/secret.ts'
import { createWorld, eachDatabase } from '../../testing/world.ts'

const url = '/api/v1/auth/token/revoke'
const docs = (file: string) => readFileSync(join(import.meta.dirname, '../../../docs', file), 'utf8')

eachDatabase('ending a token by its secret', world => {
  test('anyone who has it can revoke it at once, with the keys it made; its owner sees by whom and why', async () => {
    const { request, person, token } = await world()
    const owner = await person(['ADMIN'])
    const { cid, bearer } = await token(owner)
    const roles = [{ type: 'DEFAULT', role: 'USER' }]
    const key = await request({ method: 'POST', url: '/api/v1/auth/key', as: { bearer }, body: { name: 'k', roles } })
    const told = await request({ method: 'POST', url, body: { token: bearer, token_type_hint: 'access_token' } })
    assert.deepEqual([told.status, told.text], [200, '{}'])
    const refused = await request({ url: '/api/v1/catalog', as: { bearer } })
    assert.match(
      refused.body.details,
      /^This token was revoked on .* by someone who had its secret, because it leaked\.$/,
    )
    assert.equal((await request({ url: '/api/v1/catalog', as: { bearer: key.body.apiKey } })).status, 401)
    const shown = await request({ url: `/api/v1/auth/token/${cid}`, as: owner.session })
    assert.deepEqual(
      [shown.body.ended.reason, shown.body.ended.by, shown.body.ended.person],
      ['LEAKED', 'HOLDER', null],
    )
  })

  test('reads a form too, and works for API keys', async () => {
    const { request, person } = await world()
    const admin = await person(['ADMIN'])
    const roles = [{ type: 'DEFAULT', role: 'USER' }]
    const made = await request({
      method: 'POST',
      url: '/api/v1/auth/key',
      as: admin.session,
      body: { name: 'k', roles },
    })
    const form = `token=${made.body.apiKey}&token_type_hint=access_token`
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    assert.equal((await request({ method: 'POST', url, body: form, headers })).status, 200)
    assert.equal((await request({ url: '/api/v1/catalog', as: { bearer: made.body.apiKey } })).status, 401)
  })

  test('answers the same for what is no secret, was revoked before, or was rotated away, and changes nothing', async () => {
    const { request, person, token } = await world()
    const owner = await person()
    const { cid, bearer: old } = await token(owner)
    const rotated = await request({
      method: 'POST',
      url: `/api/v1/auth/token/${cid}/rotate`,
      as: owner.session,
      body: { overlapHours: 0 },
    })
    for (const string of ['x', newSecret('personal'), old, `${old} `]) {
      const { status, text } = await request({ method: 'POST', url, body: { token: string } })
      assert.deepEqual([status, text], [200, '{}'])
    }
    assert.equal((await request({ url: '/api/v1/auth/token/self', as: { bearer: rotated.body.token } })).status, 200)
    for (const body of [{}, { token: '' }, { token: 'x'.repeat(5000) }, 'nonsense'])
      assert.equal((await request({ method: 'POST', url, body })).status, 400)
    const inAddress = await request({ method: 'POST', url: `${url}?token=${rotated.body.token}` })
    assert.equal(inAddress.status, 400)
    assert.equal((await request({ url: '/api/v1/auth/token/self', as: { bearer: rotated.body.token } })).status, 200)
  })

  test('limits strings that are none per address, and never a secret that is real', async () => {
    const { database } = await world()
    const { request, person, token } = await createWorld(database, { PORTICO_GUESS_LIMIT: '3' })
    const owner = await person()
    const statuses = []
    for (let i = 0; i < 5; i++)
      statuses.push((await request({ method: 'POST', url, body: { token: newSecret('personal') } })).status)
    assert.deepEqual(statuses, [200, 200, 200, 429, 429])
    const { bearer } = await token(owner)
    assert.equal((await request({ method: 'POST', url, body: { token: bearer } })).status, 200)
    assert.equal((await request({ url: '/api/v1/auth/token/self', as: { bearer } })).status, 401)
  })
})

test('the pattern in the documentation finds every secret and no lookalike, and the files agree', () => {
  const pattern = /regex = '''(.+)'''/.exec(docs('leaks/gitleaks.toml'))?.[1] ?? ''
  assert.ok(docs('leaks.md').includes(pattern))
  const found = new RegExp(pattern)
  for (let i = 0; i < 1000; i++) {
    const secret = newSecret(i % 2 ? 'personal' : 'workspace')
    assert.ok(found.test(`TOKEN="${secret}"`))
    assert.ok(
      !found.test(secret.slice(0, -1)) &&
        !found.test(`${secret}x`) &&
        !found.test(secret.replace('portico', 'portica')),
    )
  }
})
