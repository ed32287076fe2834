/** No secret appears in what the server writes, neither in its output nor in its database, even if it is sent in the wrong place. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { startServer } from './testing/process.ts'

const PASSWORD = 'violet tractor nine lamps'

const filesIn = (folder: string) =>
  readdirSync(folder).map(name => ({ name, content: readFileSync(join(folder, name), 'latin1') }))

test('everything the server wrote is free of secrets', async () => {
  const server = await startServer({ PORTICO_LOG_LEVEL: 'trace' })
  const link = server.setUpLink().split('#')[1] ?? ''
  const post = async (path: string, body: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(server.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
    return { response, text: await response.text() }
  }
  const setUp = await post('/api/v1/auth/set-up', {
    secret: link,
    name: 'Ada',
    email: 'ada@example.com',
    password: PASSWORD,
  })
  const cookie = /portico_session=([^;]+)/.exec(setUp.response.headers.get('set-cookie') ?? '')?.[1] ?? ''
  assert.ok(cookie.length > 20)
  const session = { cookie: `portico_session=${cookie}` }
  const token: string = JSON.parse((await post('/api/v1/auth/token', { name: 'ci' }, session)).text).token
  const key: string = JSON.parse(
    (await post('/api/v1/auth/key', { name: 'ci', roles: [{ type: 'DEFAULT', role: 'USER' }] }, session)).text,
  ).apiKey
  const invited = JSON.parse(
    (
      await post(
        '/api/v1/users',
        { email: 'eve@example.com', name: 'Eve', roles: [{ type: 'BASIC', role: 'USER' }] },
        session,
      )
    ).text,
  )
  const invitation: string = invited.invitation.url.split('#')[1]
  const secrets = { link, PASSWORD, cookie, token, key, invitation }
  const answers: string[] = []
  for (const secret of Object.values(secrets)) {
    const text = encodeURIComponent(secret)
    for (const path of [
      `/api/v1/catalog/${text}`,
      `/api/v1/catalog?query=${text}`,
      `/${text}`,
      `/api/v1/${text}?token=${text}`,
    ])
      answers.push(await (await fetch(server.url + path, { headers: { authorization: `Bearer ${token}` } })).text())
    await fetch(`${server.url}/api/v1/catalog`, { headers: { authorization: `Basic ${text}`, 'user-agent': 'curl/8' } })
    await post('/api/v1/auth/sign-in', { email: 'ada@example.com', password: `${secret}!` })
    await post('/api/v1/auth/sign-in', `{"email": "ada@example.com", "password": "${secret}`)
    await post('/api/v1/auth/token/revoke', { token: `${secret}x` })
    await post('/api/v1/auth/token/revoke', `{"token": "${secret}`)
    await post(`/api/v1/auth/token/revoke?token=${text}`, {})
    await post('/api/v1/auth/invitation', { secret: `${secret}x`, name: 'x', password: PASSWORD })
  }
  await fetch(`${server.url}/api/v1/auth/token/self`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${token}` },
  })
  await fetch(`${server.url}/api/v1/catalog`, { headers: { authorization: `Bearer ${token}` } })
  await post('/api/v1/auth/token/revoke', { token: key })
  await server.stop()
  const printed = server.output().replace(server.setUpLink(), '')
  const written = [{ name: 'output', content: printed }, ...filesIn(server.folder)]
  for (const [what, secret] of Object.entries(secrets))
    for (const { name, content } of written) assert.ok(!content.includes(secret), `${name} contains ${what}`)
  server.remove()
})
