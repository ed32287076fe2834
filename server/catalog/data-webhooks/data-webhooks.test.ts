import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import pino from 'pino'
import { buildApp } from '../../app.ts'
import { type As, eachDatabase, type TestPerson, type World } from '../../testing/world.ts'
import { at, auditOf, newTag, yaml } from '../entities/testing.ts'

const WEBHOOKS = '/api/v1/data-webhooks'
const MAPPING = '{tag: .service, data: {coverage: .lines}}'
const NEW = {
  name: 'Coverage',
  entityType: 'service',
  keys: ['coverage'],
  mapping: MAPPING,
  sample: '{"service":"x","lines":1}',
}

const tests = (world: () => Promise<World>) => {
  let here: World
  let admin: TestPerson
  let networks = 0
  before(async () => {
    here = await world()
    admin = await here.person(['ADMIN'])
  })

  type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'
  const ask = (method: Method, url: string, { as = admin.session, body }: { as?: As; body?: unknown } = {}) =>
    here.request({ method, url, as, ...(body === undefined ? {} : { body }) })
  const entity = async (type = 'service') => {
    const tag = newTag('hooked')
    const info = type === 'service' ? '' : `  x-cortex-type: ${type}\n`
    assert.equal((await ask('POST', '/api/v1/open-api', { body: yaml(tag, info) })).status, 200)
    return tag
  }
  const create = async (more: object = {}, as?: As) => {
    const made = await ask('POST', WEBHOOKS, { body: { ...NEW, ...more }, ...(as ? { as } : {}) })
    assert.equal(made.status, 201, made.text)
    const path = new URL(made.body.url).pathname
    return { cid: String(made.body.webhook.cid), path, uuid: path.split('/').at(-1) ?? '' }
  }
  /** As other systems do: without a credential, from a network of their own. */
  const call = (path: string, body: unknown, from = '192.0.2.7') =>
    here.request({ method: 'POST', url: path, body, from })
  const dataOf = async (tag: string) => (await ask('GET', `${at(tag)}/custom-data`)).body
  const stateOf = async (cid: string) =>
    (await ask('GET', WEBHOOKS)).body.webhooks.find((one: { cid: string }) => one.cid === cid)
  const otherNetwork = () => `198.51.${++networks}.1`

  test('sets the keys of its mapping on entities of its type, without any other credential', async () => {
    const tag = await entity()
    const { cid, path, uuid } = await create()
    const answer = await call(path, `{"service":"${tag}","lines":81.50}`)
    assert.deepEqual([answer.status, answer.text], [202, ''])
    const [row] = await dataOf(tag)
    assert.deepEqual([row.key, row.source], ['coverage', 'INTEGRATION'])
    assert.match((await ask('GET', `${at(tag)}/custom-data`)).text, /"value":81.50/)
    const [, entry] = await auditOf(here, tag)
    assert.deepEqual([entry?.actor_type, entry?.changes], ['API_KEY', { customData: { after: { coverage: 81.5 } } }])
    const { state, last4, lastUsed, owner } = await stateOf(cid)
    assert.deepEqual(
      [state, last4, lastUsed.address, owner.email],
      ['ACTIVE', uuid.slice(-4), '192.0.2.7', admin.email],
    )

    await ask('POST', `${at(tag)}/custom-data`, { body: { key: 'coverage', value: 90 } })
    await call(path, { service: tag, lines: 70 })
    const [winner] = await dataOf(tag)
    assert.deepEqual([winner.value, winner.source], [90, 'API'], 'the API wins over webhooks')

    const team = await entity('team')
    for (const service of [team, 'nowhere-at-all'])
      assert.equal((await call(path, { service, lines: 1 })).status, 202, 'says nothing of what exists')
    assert.deepEqual(await dataOf(team), [])
  })

  test('one mapping may make data of several entities', async () => {
    const tags = [await entity(), await entity()]
    const { path } = await create({
      mapping: '.items[] | {tag: .name, data: {coverage: .n, lines: (.n * 2)}}',
      keys: ['coverage', 'lines'],
      sample: '{"items":[]}',
    })
    const items = tags.map((name, n) => ({ name, n }))
    assert.equal((await call(path, { items })).status, 202)
    assert.deepEqual(
      (await dataOf(tags[1] ?? '')).map(({ key, value }: { key: string; value: number }) => [key, value]),
      [
        ['coverage', 1],
        ['lines', 2],
      ],
    )
  })

  test('an unknown one and one that ended are answered alike, and guesses are slowed', async () => {
    const tag = await entity()
    const unknown = '/api/v1/custom-integrations/data/00000000-0000-4000-8000-000000000000'
    const payload = { service: tag, lines: 1 }
    const [ended, other] = [await create(), await create()]
    assert.equal((await ask('DELETE', `${WEBHOOKS}/${ended.cid}?leaked=true`)).status, 200)
    const answers = [
      await call(unknown, payload, otherNetwork()),
      await call(ended.path, payload, otherNetwork()),
      await call('/api/v1/custom-integrations/data/short', payload, otherNetwork()),
    ]
    for (const { status, body } of answers)
      assert.deepEqual([status, body.message, body.details], [404, 'Not Found', 'No active webhook has this address.'])
    for (const path of [unknown, ended.path, other.path])
      assert.equal((await call(path, 'no JSON', otherNetwork())).status, 400, 'of a bad payload nothing is looked up')
    assert.deepEqual([(await stateOf(ended.cid)).state, await dataOf(tag)], ['REVOKED', []])

    const guesser = otherNetwork()
    const statuses = new Set<number>()
    for (let guess = 0; guess < 100 && !statuses.has(429); guess++)
      statuses.add((await call(guess % 2 ? unknown : ended.path, payload, guesser)).status)
    assert.deepEqual([...statuses], [404, 429])
    assert.equal((await call(other.path, payload, guesser)).status, 202, 'a real one is never refused for others')
  })

  test('ends when its owner can no longer edit entities, until an administrator takes it over', async () => {
    const tag = await entity()
    const owner = await here.person(['USER'])
    const { cid, path } = await create({}, owner.session)
    const send = async (lines: number) => (await call(path, { service: tag, lines }, otherNetwork())).status
    assert.equal(await send(1), 202)
    const roles = (role: string) => ({ body: { roles: [{ type: 'BASIC', role }] } })
    await here.request({ method: 'PATCH', url: `/api/v1/users/${owner.id}`, as: admin.session, ...roles('VIEWER') })
    assert.equal(await send(2), 404)
    assert.equal((await stateOf(cid)).state, 'OWNER_CANNOT_EDIT')
    const another = await here.person(['USER'])
    assert.equal((await ask('POST', `${WEBHOOKS}/${cid}/take-over`, { as: another.session })).status, 403)
    assert.equal((await ask('POST', `${WEBHOOKS}/${cid}/take-over`)).body.owner.email, admin.email)
    assert.equal(await send(3), 202)

    const leaver = await here.person(['USER'])
    const left = await create({}, leaver.session)
    await here.request({
      method: 'PATCH',
      url: `/api/v1/users/${leaver.id}`,
      as: admin.session,
      body: { active: false },
    })
    assert.equal((await call(left.path, { service: tag, lines: 9 }, otherNetwork())).status, 404)
    assert.equal((await dataOf(tag))[0].value, 3)
  })

  test('does nothing while it is paused, once it expired, and from outside its ranges', async () => {
    const tag = await entity()
    const payload = { service: tag, lines: 1 }
    const { cid, path } = await create({
      addressRanges: ['192.0.2.0/24'],
      expirationDate: new Date(here.time.now + 3_600_000).toISOString(),
    })
    assert.equal((await call(path, payload, '203.0.113.9')).status, 404)
    const paused = await ask('PUT', `${WEBHOOKS}/${cid}`, { body: { paused: true } })
    assert.equal(paused.body.state, 'PAUSED')
    assert.equal((await call(path, payload)).status, 404)
    assert.deepEqual(await dataOf(tag), [])
    await ask('PUT', `${WEBHOOKS}/${cid}`, { body: { paused: false } })
    assert.equal((await call(path, payload)).status, 202)
    here.time.now += 3_600_000
    assert.equal((await call(path, { ...payload, lines: 2 })).status, 404)
    assert.deepEqual([(await stateOf(cid)).state, (await dataOf(tag))[0].value], ['EXPIRED', 1])
    here.time.now -= 3_600_000

    await here.app.flush()
    const refusals = await here.database.db
      .selectFrom('audit_logs')
      .select(['reason', 'address'])
      .where('object_identifier', '=', cid)
      .where('outcome', '=', 'REFUSED')
      .execute()
    assert.deepEqual(refusals.map(({ reason }) => reason).toSorted(), ['expired', 'paused', 'wrong address'])
  })

  test('a payload that is too long, too deep, no JSON, or has NUL is refused', async () => {
    const tag = await entity()
    const { path } = await create()
    const deep = (levels: number) => `{"service":"${tag}","lines":1,"x":${'['.repeat(levels)}${']'.repeat(levels)}}`
    assert.equal((await call(path, deep(63))).status, 202)
    for (const [body, status] of [
      [deep(64), 400],
      [`{"service":"${tag}","lines":"\\u0000"}`, 400],
      [`{"service":"${tag}","lines":"\0"}`, 400],
      ['{"service"', 400],
      ['', 400],
      [`{"service":"${tag}","x":"${'x'.repeat(256 * 1024)}"}`, 413],
      [{ lines: 1 }, 400],
      [{ service: tag, lines: (await here.token(admin)).bearer }, 400],
    ] as const)
      assert.equal((await call(path, body)).status, status, JSON.stringify(body).slice(0, 80))
    assert.equal((await dataOf(tag))[0].value, 1)
  })

  test('jq that does not end, or takes all memory, fails alone', async () => {
    const tag = await entity()
    const { path } = await create()
    const hostile = async (mapping: string) => {
      const hook = await create({ mapping: `if .go then ${mapping} else ${MAPPING} end` })
      return call(hook.path, { go: true })
    }
    const answers = await Promise.all([
      hostile('def f: f; f'),
      hostile('[range(1e9)]'),
      hostile('[limit(1000000; repeat("x"))] | add'),
      call(path, { service: tag, lines: 1 }),
    ])
    assert.deepEqual(
      answers.map(({ status }) => status),
      [400, 400, 400, 202],
    )
  })

  test('a mapping is tried on a sample before it is saved', async () => {
    const tag = await entity()
    const { cid } = await create()
    const sample = `{"service":"${tag}","lines":2}`
    const tried = await ask('POST', `${WEBHOOKS}/try`, { body: { ...NEW, name: undefined, sample } })
    assert.deepEqual(tried.body, { mapped: [{ tag, data: { coverage: 2 }, isThere: true }] })
    for (const [more, details] of [
      [{ mapping: '.a |' }, /^mapping: jq: error: syntax error/],
      [{ mapping: '.service' }, /^body: /],
      [{ mapping: '{tag: .service, data: {other: 1}}' }, /^mapping: sets the key other, which isn't one of keys/],
      [{ sample: '{' }, /^sample: isn't valid JSON/],
      [{ mapping: 'range(200) | {tag: "x", data: {}}' }, /more than 100 entities/],
      [{ mapping: '--help' }, /^mapping: jq: error: /], // no option of jq itself
      [{ addressRanges: ['nowhere'] }, /nowhere isn't an address/],
    ] as const) {
      const refused = await ask('POST', WEBHOOKS, { body: { ...NEW, ...more } })
      assert.equal(refused.status, 400, refused.text)
      assert.match(refused.body.details, details)
    }
    const without = await ask('PUT', `${WEBHOOKS}/${cid}`, { body: { mapping: '.' } })
    assert.deepEqual([without.status, without.body.field], [400, 'sample'])
    const changed = await ask('PUT', `${WEBHOOKS}/${cid}`, { body: { mapping: `${MAPPING} `, sample, name: 'Lines' } })
    assert.deepEqual([changed.status, changed.body.name, changed.body.version], [200, 'Lines', 2])
  })

  test('is created and revoked in a session with a recent proof by people who edit entities', async () => {
    const { bearer } = await here.token(admin)
    assert.equal((await ask('POST', WEBHOOKS, { as: { bearer }, body: NEW })).status, 403)
    const viewer = (await here.person(['VIEWER'])).session
    assert.equal((await ask('POST', WEBHOOKS, { as: viewer, body: NEW })).status, 403)
    assert.equal((await ask('GET', WEBHOOKS, { as: viewer })).status, 403)
    const { cid } = await create()
    here.time.now += 16 * 60_000
    const late = await ask('DELETE', `${WEBHOOKS}/${cid}`)
    assert.deepEqual([late.status, late.body.proofNeeded], [403, true])
    here.time.now -= 16 * 60_000
    assert.equal((await ask('DELETE', `${WEBHOOKS}/${cid}`)).status, 200)
    assert.equal((await ask('DELETE', `${WEBHOOKS}/${cid}`)).status, 409)
    assert.equal((await ask('PUT', `${WEBHOOKS}/${cid}`, { body: { paused: true } })).status, 409)
  })

  test('anyone who has its UUID can revoke it, as with other secrets', async () => {
    const tag = await entity()
    const { cid, path, uuid } = await create()
    const url = '/api/v1/auth/token/revoke'
    assert.equal((await here.request({ method: 'POST', url, body: { token: uuid }, from: otherNetwork() })).status, 200)
    assert.equal((await call(path, { service: tag, lines: 1 }, otherNetwork())).status, 404)
    assert.equal((await stateOf(cid)).state, 'REVOKED')
  })

  test('its UUID is stored as a hash and is in no answer but the first, no log and no metric', async () => {
    const { uuid, path, cid } = await create()
    await call(path, { service: 'x', lines: 1 })
    const list = await ask('GET', WEBHOOKS)
    const audit = await ask('GET', `/api/v1/audit-logs?objectIdentifiers=${cid}`)
    assert.ok(!list.text.includes(uuid) && !audit.text.includes(uuid))
    const stored = await here.database.db.selectFrom('secrets').selectAll().where('cid', '=', cid).execute()
    assert.ok(!JSON.stringify(stored).includes(uuid))

    const seen: string[] = []
    const { database, config, time } = here
    const app = await buildApp({
      database,
      config,
      clock: () => time.now,
      log: pino({ level: 'trace' }, { write: line => seen.push(line) }),
      observe: ({ method, route, status }) => seen.push(`${method} ${route} ${status}`),
    })
    for (const [url, status] of [
      [path, 202],
      [`${path}/more`, 401],
      [path.replace(/^\/api/, '//api'), 202],
    ] as const) {
      const headers = { 'content-type': 'application/json' }
      const answer = await app.http.inject({ method: 'POST', url, headers, payload: '{"service":"x","lines":1}' })
      assert.equal(answer.statusCode, status, url)
    }
    await app.http.close()
    assert.ok(seen.some(line => line === 'POST /api/v1/custom-integrations/data/:uuid 202'))
    assert.deepEqual(
      seen.filter(line => line.includes(uuid)),
      [],
    )
  })
}

eachDatabase('a data webhook', tests, { PORTICO_GUESS_LIMIT: '20' })
