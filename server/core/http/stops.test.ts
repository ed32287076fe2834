/** What one request may cost the thread that serves everybody: the inputs that once stopped it, measured in its CPU time. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isTextBody, type OperationSpec, PUBLIC } from '../../../contract/core/operation.ts'
import { createWorld, eachDatabase, type World } from '../../testing/world.ts'

const MOST_MS = 50
const KB = 1024
const sameOrigin = { 'sec-fetch-site': 'same-origin' }
const json = { ...sameOrigin, 'content-type': 'application/json' }
const yaml = { ...sameOrigin, 'content-type': 'application/yaml' }
const form = { ...sameOrigin, 'content-type': 'application/x-www-form-urlencoded' }

/** Milliseconds of CPU that this thread spent; other threads, such as those that hash passwords, do not count. */
const cpuOf = async (work: () => Promise<unknown>) => {
  const before = process.threadCpuUsage()
  await work()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1000
}

const EMAIL = `a@${'.'.repeat(255 * KB)} `
const SET_UP = { secret: 'x'.repeat(40), name: 'Ada', email: 'ada@example.com', password: 'a long enough password' }

const publicPosts = ({ app }: World) =>
  app.routes
    .map(({ operation }) => operation)
    .filter(({ method, needs, body }) => method === 'POST' && needs === PUBLIC && body && !isTextBody(body))

eachDatabase('one request', world => {
  let sends = 0

  /** An empty body goes first: it compiles what every later request uses. */
  const costOf = async (operation: Pick<OperationSpec, 'path'>, sent: { body: string; headers: typeof json }) => {
    const { request } = await world()
    const from = `192.0.2.${sends++ % 256}` // so that no limit by address is reached
    const ask = () => request({ method: 'POST', url: operation.path, from, ...sent })
    await request({ method: 'POST', url: operation.path, from, headers: json, body: '{}' })
    let [status, ms] = [0, Number.POSITIVE_INFINITY]
    // the least of some tries: on a busy machine even CPU time grows
    for (let tries = 0; tries < 3 && ms >= MOST_MS; tries++) {
      const cost = await cpuOf(async () => {
        status = (await ask()).status
      })
      ms = Math.min(ms, cost)
    }
    return { ms, status }
  }

  test('to set up, with an email that is 255 KB of dots, costs next to nothing', async () => {
    const { ms, status } = await costOf(
      { path: '/api/v1/auth/set-up' },
      { body: JSON.stringify({ ...SET_UP, email: EMAIL }), headers: json },
    )
    assert.ok(status === 400 || status === 404)
    assert.ok(ms < MOST_MS, `${ms} ms`)
  })

  test('without an account, of any public operation, costs next to nothing whatever its body is', async () => {
    const bodies = [
      { body: '? '.repeat(500), headers: yaml },
      { body: '? '.repeat(10 * KB), headers: yaml },
      { body: '['.repeat(256 * KB), headers: yaml },
      { body: '['.repeat(256 * KB), headers: json },
      { body: '{"a":'.repeat(50 * KB), headers: json },
      { body: `{"a":"${'\\u0000'.repeat(40 * KB)}"}`, headers: json },
      { body: '&'.repeat(256 * KB), headers: form },
      { body: 'a=1&'.repeat(60 * KB), headers: form },
      { body: '%41'.repeat(80 * KB), headers: form },
    ]
    for (const operation of publicPosts(await world()))
      for (const sent of bodies) {
        const { ms, status } = await costOf(operation, sent)
        assert.ok(status < 500 && status !== 429, `${operation.id} ${status}`)
        assert.ok(ms < MOST_MS, `${operation.id} ${sent.body.slice(0, 10)}: ${ms} ms`)
      }
  })

  test('of someone signed in, with 60,000 strings that are no permissions, costs next to nothing and names the limit', async () => {
    const { person, request } = await world()
    const { session } = await person(['VIEWER'])
    const ask = (permissions: unknown) =>
      request({ method: 'POST', url: '/api/v1/auth/token', as: session, body: { name: 'x', limits: { permissions } } })
    await ask(['NOTHING'])
    for (const permissions of [
      Array.from({ length: 60_000 }, () => 'x'),
      Array.from({ length: 14_000 }, () => 'EDIT_ENTITIES'),
      Array.from({ length: 20_000 }, (_, n) => `${n}`),
    ]) {
      let answer: Awaited<ReturnType<typeof ask>> | undefined
      const ms = await cpuOf(async () => {
        answer = await ask(permissions)
      })
      assert.equal(answer?.status, 400)
      assert.equal(answer?.body.field, 'limits.permissions')
      assert.equal(answer?.body.details, 'limits.permissions: must have 100 entries or fewer.')
      assert.ok(ms < MOST_MS, `${ms} ms`)
    }
  })

  test('without an account, for the description of the API as YAML, costs little more than as JSON', async () => {
    const { request } = await world()
    const costAs = async (accept: string) => {
      const costs: number[] = []
      for (let n = 0; n < 10; n++) costs.push(await cpuOf(() => request({ url: '/openapi.json', headers: { accept } })))
      return Math.min(...costs)
    }
    const [asJson, asYaml] = [await costAs('application/json'), await costAs('application/yaml')]
    assert.ok(asYaml < 3 * asJson + 5, `${asYaml} ms as YAML, ${asJson} ms as JSON`)
    assert.ok(asYaml < MOST_MS, `${asYaml} ms`)
  })

  test('with a body in YAML is refused with a sentence where no descriptor is expected', async () => {
    const { person, request } = await world()
    const { session } = await person(['ADMIN'])
    const headers = { 'content-type': 'application/yaml' }
    const ask = (body: string) => request({ method: 'POST', url: '/api/v1/auth/token', as: session, headers, body })
    const { status, body } = await ask('name: nightly\n')
    assert.equal(status, 400)
    assert.equal(body.details, 'Send the body as JSON. YAML is accepted only where a descriptor is expected.')
    assert.equal((await ask('{"name": "nightly"}')).status, 201)
  })

  test('that guesses is counted by its address even if its body is not valid', async () => {
    const { database } = await world()
    for (const path of ['sign-in', 'invitation', 'password/reset', 'links/check', 'device']) {
      const { request } = await createWorld(database, { PORTICO_GUESS_LIMIT: '10' })
      const ask = () => request({ method: 'POST', url: `/api/v1/auth/${path}`, headers: json, body: '[' })
      for (let n = 0; n < 10; n++) assert.equal((await ask()).status, 400, path)
      assert.equal((await ask()).status, 429, path)
    }
  })

  test('to set up is 404 once an account exists, before its body is looked at', async () => {
    const { person, request } = await world()
    await person()
    const { status, body } = await request({
      method: 'POST',
      url: '/api/v1/auth/set-up',
      headers: json,
      body: '{not json',
    })
    assert.equal(status, 404)
    assert.match(body.details, /already set up/)
  })
})
