/** How existing clients talk: the command line in Python, the Terraform provider, tools for models, and scripts. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type As, eachDatabase, type World } from './testing/world.ts'

const OPEN_API = '/api/v1/open-api'
const DESCRIPTOR = { 'content-type': 'application/openapi;charset=UTF-8' }

const descriptor = (tag: string, info = '') =>
  `openapi: 3.0.1\ninfo:\n  title: ${tag}\n  x-cortex-tag: ${tag}\n  x-cortex-groups: [habits]\n${info}`

/** A client with a token of an administrator. */
const clientOf = async (here: World) => {
  const { bearer } = await here.token(await here.person(['ADMIN']))
  const as: As = { bearer }
  const ask = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, more: object = {}) =>
    here.request({ method, url, as, ...more })
  const save = async (tag: string, info?: string) => {
    const { status, text } = await ask('POST', OPEN_API, { body: descriptor(tag, info), headers: DESCRIPTOR })
    assert.equal(status, 200, text)
  }
  return { ask, save, bearer }
}

type Listed = { tag: string }[]
const tagsOf = ({ body }: { body: { entities: Listed } }) => body.entities.map(({ tag }) => tag)

eachDatabase('a client', world => {
  test('sends booleans as Python writes them', async () => {
    const { ask, save } = await clientOf(await world())
    await save('flags', '  x-cortex-link: [{name: a, type: b, url: "https://example.com"}]\n')
    for (const [flag, count] of [
      ['True', 1],
      ['true', 1],
      ['1', 1],
      ['False', 0],
      ['false', 0],
      ['0', 0],
    ] as const) {
      const { body } = await ask('GET', `/api/v1/catalog?query=flags&includeLinks=${flag}`)
      assert.equal(body.entities[0].links.length, count, flag)
    }
  })

  test('repeats list parameters, joins them with commas, does both, and writes brackets', async () => {
    const { ask, save } = await clientOf(await world())
    await save('one', '  x-cortex-type: domain\n')
    await save('two')
    for (const query of ['types=domain&types=service', 'types=domain,service', 'types[]=domain&types[]=service,team'])
      assert.deepEqual(
        tagsOf(await ask('GET', `/api/v1/catalog?groups=habits&query=o&${query}`)).sort(),
        ['one'],
        query,
      )
  })

  test('labels a GET as YAML and wants JSON, and sends {} where no body is read', async () => {
    const { ask, save } = await clientOf(await world())
    await save('labeled')
    const read = await ask('GET', '/api/v1/catalog/labeled', { headers: { 'content-type': 'application/yaml' } })
    assert.equal(read.body.tag, 'labeled')
    for (const path of ['archive', 'archive', 'unarchive']) {
      const answer = await ask('PUT', `/api/v1/catalog/labeled/${path}`, { body: {} })
      assert.equal(answer.status, 200, path)
      assert.deepEqual([answer.body.tag, answer.body.isArchived], ['labeled', path === 'archive'])
    }
    assert.equal((await ask('DELETE', '/api/v1/catalog/labeled', { body: {} })).status, 200)
  })

  test('reads pages with one list beside the numbers, and stops at an empty one', async () => {
    const { ask } = await clientOf(await world())
    for (const url of ['/api/v1/catalog', '/api/v1/scorecards', '/api/v1/auth/key', '/api/v1/audit-logs']) {
      const { status, body } = await ask('GET', `${url}?page=9999`)
      assert.equal(status, 200, url)
      const lists = Object.entries(body).filter(([, value]) => Array.isArray(value))
      assert.deepEqual(
        lists.map(([, value]) => value),
        [[]],
        url,
      )
      for (const name of ['page', 'total', 'totalPages']) assert.equal(typeof body[name], 'number', `${url} ${name}`)
    }
  })

  test('reads "Not Found" where there is nothing, with the name in the details and no square brackets', async () => {
    const { ask } = await clientOf(await world())
    for (const url of ['/api/v1/catalog/no[thing]', '/api/v1/scorecards/no[thing]']) {
      const { status, body } = await ask('GET', encodeURI(url))
      assert.deepEqual([status, body.message], [404, 'Not Found'])
      assert.match(body.details, /no.thing/)
      assert.doesNotMatch(`${body.message} ${body.details}`, /[[\]]/)
    }
  })

  test('ends addresses with a slash, and gets no redirect', async () => {
    const { ask, save } = await clientOf(await world())
    await save('slash')
    for (const url of ['/api/v1/catalog/', '/api/v1/catalog/slash/', '//api/v1/catalog?pageSize=1'])
      assert.equal((await ask('GET', url)).status, 200, url)
  })

  test('compares what it reads back with what it sent', async () => {
    const { ask, save } = await clientOf(await world())
    const info =
      '  x-cortex-unknown: {b: 1, a: 12345678901234567890}\n  x-cortex-owners: [{type: EMAIL, email: b@example.com}, {type: EMAIL, email: a@example.com}]\n'
    await save('compared', info)
    const asText = await ask('GET', '/api/v1/catalog/compared/openapi?yaml=true')
    assert.equal(asText.text, descriptor('compared', info))
    const asJson = (await ask('GET', '/api/v1/catalog/compared/openapi')).text
    assert.match(asJson, /"x-cortex-unknown":\{"b":1,"a":12345678901234567890\}/)
    assert.doesNotMatch(asJson, /null/)
    const { entities } = (await ask('GET', '/api/v1/catalog?query=compared&includeOwners=false')).body
    assert.deepEqual([entities[0].links, entities[0].metadata], [[], []])
  })

  test('creates entities at once and in any order, each naming others that are not there yet', async () => {
    const { ask, save } = await clientOf(await world())
    const count = 30
    const tag = (number: number) => `ring-${number % count}`
    await Promise.all(
      Array.from({ length: count }, (_, number) =>
        save(tag(number), `  x-cortex-children: [{tag: ${tag(number + 1)}}]\n`),
      ),
    )
    const { hierarchy } = (await ask('GET', '/api/v1/catalog/ring-3?hierarchyDepth=1')).body
    assert.deepEqual([hierarchy.parents[0].tag, hierarchy.children[0].tag], ['ring-2', 'ring-4'])
  })

  test('checks a token by a page of one, and keeps it in a file that is read with interpolation', async () => {
    const { ask, bearer } = await clientOf(await world())
    assert.match(bearer, /^[A-Za-z0-9_]+$/)
    assert.equal((await ask('GET', '/api/v1/catalog?pageSize=1')).status, 200)
    const wrong = await ask('GET', '/api/v1/catalog?pageSize=1', { as: { bearer: `${bearer.slice(0, -1)}!` } })
    assert.equal(wrong.status, 401)
    assert.equal(typeof wrong.body.message, 'string')
  })

  test('sets custom data as text, pages it until an empty array, reads one key and deletes it', async () => {
    const { ask, save } = await clientOf(await world())
    await save('measured', '  x-cortex-custom-metadata: {tier: gold}\n')
    const url = '/api/v1/catalog/measured/custom-data'
    const headers = { 'content-type': 'application/json' }
    const body = { key: 'coverage', value: '81', description: 'From the build' }
    const made = await ask('POST', `${url}?force=False`, { body, headers })
    assert.deepEqual([made.status, made.body.value, made.body.source], [200, '81', 'API'])
    const keys: string[] = []
    for (let page = 0; ; page++) {
      const yaml = { headers: { 'content-type': 'application/yaml' } }
      const listed = await ask('GET', `${url}?page=${page}&pageSize=1`, yaml)
      assert.ok(Array.isArray(listed.body))
      if (listed.body.length === 0) break
      keys.push(listed.body[0].key)
    }
    assert.deepEqual(keys, ['coverage', 'tier'])
    assert.equal((await ask('GET', `${url}/coverage`)).body.value, '81')
    const forced = await ask('POST', `${url}?force=True`, { body: { key: 'tier', value: 'lead' } })
    assert.equal(forced.status, 200)
    assert.equal((await ask('GET', `${url}/tier`)).body.value, 'lead')
    const bulk = { measured: [body], 'not-there-yet': [body] }
    const put = await ask('PUT', '/api/v1/catalog/custom-data?force=true', { body: bulk })
    assert.deepEqual([put.body.values.length, put.body.errors], [1, { 'not-there-yet': 'NOT_FOUND' }])
    assert.equal((await ask('DELETE', `${url}?key=coverage`, { body: {} })).status, 200)
    assert.equal((await ask('GET', `${url}/coverage`)).status, 404)
    const { metadata } = (await ask('GET', '/api/v1/catalog/measured')).body
    assert.deepEqual(metadata, [{ key: 'tier', value: 'lead' }])
  })

  test('sends null for a field that it does not set', async () => {
    const { ask, save } = await clientOf(await world())
    await save('caller')
    await save('callee')
    const edge = '/api/v1/catalog/caller/dependencies/callee'
    const unset = { description: null, metadata: null }
    assert.equal((await ask('POST', edge, { body: { description: 'Calls', metadata: null } })).status, 201)
    const changed = await ask('PUT', edge, { body: unset })
    assert.deepEqual([changed.status, changed.body.description], [200, undefined], changed.text)
    const members = [{ name: 'Ada', email: 'ada@example.com', description: null, roles: null }]
    const team = {
      teamTag: 'unset',
      type: 'CORTEX',
      links: null,
      slackChannels: [{ name: 'ops', description: null, notificationsEnabled: null }],
      metadata: { name: 'Unset', description: null, summary: null },
      cortexTeam: { members },
      idpGroup: null,
    }
    const made = await ask('POST', '/api/v1/teams', { body: team })
    assert.deepEqual([made.status, made.body.metadata, made.body.links], [200, { name: 'Unset' }, []], made.text)
    const nameless = await ask('POST', '/api/v1/teams', { body: { ...team, metadata: { name: null } } })
    assert.deepEqual([nameless.status, nameless.body.field], [400, 'metadata.name'])
  })

  test('sends an object as one JSON string', async () => {
    const { ask, save } = await clientOf(await world())
    await save('quoted')
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify(JSON.stringify({ key: 'tier', value: 1e3 }))
    const made = await ask('POST', '/api/v1/catalog/quoted/custom-data', { body, headers })
    assert.deepEqual([made.status, made.body.key, made.body.value], [200, 'tier', 1000], made.text)
  })

  test('adds an entity to no groups, and removes it from none', async () => {
    const { ask, save } = await clientOf(await world())
    await save('alone')
    const groups = '/api/v1/catalog/alone/groups'
    const added = await ask('PUT', groups, { body: { groups: [] } })
    assert.deepEqual([added.status, added.body.groups], [200, [{ tag: 'habits' }]], added.text)
    assert.equal((await ask('DELETE', groups, { body: { groups: [] } })).status, 200)
    assert.equal((await ask('PUT', '/api/v1/catalog/nothing/groups', { body: { groups: [] } })).status, 404)
  })

  test('creates and updates API keys in YAML', async () => {
    const { ask } = await clientOf(await world())
    const headers = { 'content-type': 'application/yaml' }
    const body = 'name: yaml key\nroles:\n  - type: DEFAULT\n    role: USER\nexpirationDate: 2099-12-31T23:59:59Z\n'
    const made = await ask('POST', '/api/v1/auth/key', { body, headers })
    assert.deepEqual([made.status, made.body.name], [200, 'yaml key'], made.text)
    assert.deepEqual(made.body.roles, [{ type: 'DEFAULT', role: 'USER' }])
    const changed = await ask('PUT', `/api/v1/auth/key/${made.body.cid}`, { body: 'name: other\n', headers })
    assert.deepEqual([changed.status, changed.body.name], [200, 'other'], changed.text)
    const unreadable = await ask('POST', '/api/v1/auth/key', { body: 'name: [', headers })
    assert.deepEqual([unreadable.status, unreadable.body.field], [400, 'body'])
    const bomb = 'name: &a [x, x]\nroles: [*a, *a]\n'
    const refused = await ask('POST', '/api/v1/auth/key', { body: bomb, headers })
    assert.deepEqual([refused.status, refused.body.field], [400, 'body'])
    assert.match(refused.body.details, /isn't valid YAML/)
    const long = await ask('POST', '/api/v1/auth/key', { body: `name: ${'x'.repeat(16 * 1024)}`, headers })
    assert.equal(long.status, 413)
  })

  test('sends empty lists for what it does not ask of metrics', async () => {
    const { ask } = await clientOf(await world())
    const measure = { metric: 'deploy-frequency', aggregation: 'COUNT' }
    const period = { startTime: '2027-01-01T00:00:00Z', endTime: '2027-01-02T00:00:00Z' }
    const empty = { filters: [], groupBy: [], orderBy: [], nestedGroupBy: [], nestedMetrics: [] }
    const query = (more: object) =>
      ask('POST', '/api/v1/eng-intel/metrics/point-in-time', { body: { metrics: [measure], ...period, ...more } })
    const { status, text } = await query(empty)
    assert.equal(status, 200, text)
    const nested = await query({ ...empty, nestedMetrics: [measure] })
    assert.deepEqual([nested.status, nested.body.field], [400, 'nestedMetrics'])
  })
})
