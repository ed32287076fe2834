/**
 * What public clients of Cortex's API send, as recorded in their sources: method, path, body and headers, in the order in which they send it,
 * each with what the last answer had. `OPERATIONS` are the ones that most of them call; each that is there must be called here.
 */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { OperationSpec } from '../contract/core/operation.ts'
import { type As, eachDatabase, type World } from './testing/world.ts'

/** By how many clients call them. */
const OPERATIONS = `GET /catalog/{}/openapi
GET /catalog
POST /open-api
GET /catalog/{}
GET /scorecards
POST /catalog/{}/custom-data
GET /teams
PATCH /open-api
GET /catalog/descriptors
POST /catalog/definitions
GET /catalog/{}/deploys
POST /catalog/{}/deploys
POST /scorecards/descriptor
GET /catalog/{}/custom-data
GET /catalog/{}/custom-data/{}
GET /scorecards/{}
GET /catalog/{}/custom-events
PUT /catalog/custom-data
GET /catalog/{}/dependencies
GET /relationships/{}
POST /teams
GET /teams/{}
GET /catalog/definitions
DELETE /catalog/{}
GET /scorecards/{}/descriptor
GET /catalog/definitions/{}
GET /relationship-types
GET /teams/relationships
POST /catalog/{}/custom-events
POST /eng-intel/custom-metrics/{}/entity/{}/bulk
GET /eng-intel/custom-metrics/{}/entity/{}
GET /catalog/{}/custom-events/{}
DELETE /catalog/definitions/{}
GET /catalog/{}/dependencies/{}
DELETE /scorecards/{}
PUT /catalog/definitions/{}
DELETE /catalog/{}/custom-data
POST /catalog/{}/dependencies/{}
PUT /catalog/{}/deploys/{}
GET /catalog/{}/relationships/{}/destinations
GET /catalog/{}/relationships/{}/sources
GET /relationship-types/{}
PUT /teams/{}
PUT /teams/{}/archive
PUT /teams/{}/members
PUT /teams/{}/unarchive
POST /eng-intel/metrics/point-in-time
GET /eng-intel/registry/metrics/definitions
PUT /catalog/dependencies
DELETE /catalog/dependencies`.split('\n')

const shapeOf = ({ method, path }: Pick<OperationSpec, 'method' | 'path'>) =>
  `${method} ${path.replace('/api/v1', '').replace(/\{\w+\}/g, '{}')}`

const called = new Set<string>()

/** The operation that answers: of those that fit, the one with the most fixed words. */
const shapeOfCall = ({ app }: World, method: string, url: string) => {
  const path = url.replace(/\?.*/, '').replace(/\/$/, '')
  const fits = app.routes
    .map(({ operation }) => operation)
    .filter(one => one.method === method && new RegExp(`^${one.path.replace(/\{\w+\}/g, '[^/]+')}$`).test(path))
    .toSorted((a, b) => a.path.split('{').length - b.path.split('{').length)
  return fits[0] ? shapeOf(fits[0]) : ''
}

type Send = { readonly body?: unknown; readonly headers?: Record<string, string> }
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

const CLIENTS = {
  /** Labels a GET as YAML. */
  cli: (method: Method) => ({
    'user-agent': 'cortexapps-cli/1.35.0',
    'content-type': method === 'GET' ? 'application/yaml' : 'application/json',
  }),
  terraform: () => ({ 'user-agent': 'cortex-terraform-provider (0.5.0)', accept: 'application/json' }),
  mcp: () => ({
    'user-agent': 'Cortex-MCP-Server/1.0',
    accept: 'application/json',
    'content-type': 'application/json',
  }),
} as const

const clientOf = async (here: World, kind: keyof typeof CLIENTS) => {
  const { bearer } = await here.token(await here.person(['ADMIN']))
  const as: As = { bearer }
  const send = async (method: Method, path: string, { body, headers }: Send = {}) => {
    const url = `/api/v1${path}`
    called.add(shapeOfCall(here, method, url))
    const sent = { ...CLIENTS[kind](method), ...headers }
    const answer = await here.request({ method, url, as, headers: sent, ...(body === undefined ? {} : { body }) })
    assert.ok(answer.status < 300, `${method} ${path}: ${answer.text}`)
    return answer
  }
  const get = async (path: string) => (await send('GET', path)).body
  /** Reads on until a page is the last one, with the one list that is in it. */
  const all = async (path: string) => {
    const found = []
    for (let page = 0; ; page++) {
      const answer = await get(`${path}${path.includes('?') ? '&' : '?'}page=${page}&pageSize=2`)
      const lists = Array.isArray(answer) ? [answer] : Object.values(answer).filter(Array.isArray)
      assert.equal(lists.length, 1, `${path}: one list beside the numbers`)
      found.push(...(lists[0] ?? []))
      if (lists[0]?.length === 0 || answer.totalPages === page + 1) return found
    }
  }
  return { send, get, all }
}

const OPEN_API = { 'content-type': 'application/openapi;charset=UTF-8' }
const YAML = { 'content-type': 'application/yaml;charset=UTF-8' }

const descriptor = (tag: string, info = '') =>
  `openapi: 3.0.1\ninfo:\n  title: ${tag}\n  x-cortex-tag: ${tag}\n  x-cortex-type: service\n${info}`

const tagOf = ({ tag }: { tag: string }) => tag

eachDatabase('a public client', world => {
  test('backs up types, entities and custom data, and restores them', async () => {
    const { send, get, all } = await clientOf(await world(), 'cli')
    const type = {
      type: 'lambda',
      name: 'Lambda',
      description: 'A function',
      schema: { type: 'object', properties: {} },
    }
    await send('POST', '/catalog/definitions', { body: type })
    const tags = ['backup-a', 'backup-b', 'backup-c']
    for (const tag of tags) await send('POST', '/open-api', { body: descriptor(tag), headers: OPEN_API })
    const data = { key: 'coverage', value: { lines: 81.5 }, description: 'From the build' }
    await send('POST', '/catalog/backup-a/custom-data?force=False', { body: data })
    await send('PUT', '/catalog/custom-data', { body: { 'backup-b': [data], 'backup-c': [data] } })

    const types: { type: string }[] = await all('/catalog/definitions')
    assert.deepEqual(
      types.map(one => one.type),
      ['lambda'],
    )
    const exported = await get(`/catalog/definitions/${types[0]?.type}`)
    const texts = await all('/catalog/descriptors?yaml=true&types=service')
    const values = await all('/catalog/backup-a/custom-data')
    assert.deepEqual([texts.length, values.length], [3, 1])

    for (const { tag } of (await all('/catalog?types=service')).map(tagOf).map(tag => ({ tag })))
      await send('DELETE', `/catalog/${tag}`, { body: {} })
    await send('DELETE', '/catalog/definitions/lambda')
    await send('POST', '/catalog/definitions', { body: exported })
    await send('PUT', '/catalog/definitions/lambda', { body: { ...exported, name: 'Function' } })
    for (const body of texts) await send('POST', '/open-api', { body, headers: OPEN_API })
    for (const { key, value, description } of values)
      await send('POST', '/catalog/backup-a/custom-data?force=True', { body: { key, value, description } })
    assert.deepEqual(await all('/catalog/descriptors?yaml=true&types=service'), texts)
    assert.deepEqual((await get('/catalog/backup-a/custom-data/coverage')).value, data.value)
    await send('DELETE', '/catalog/backup-a/custom-data?key=coverage', { body: {} })
    const { metadata } = await get('/catalog/backup-a?includeMetadata=true')
    assert.deepEqual(metadata, [])
  })

  test('edits a descriptor that it read, and reads back what it wrote', async () => {
    const { send, get } = await clientOf(await world(), 'terraform')
    const made = descriptor(
      'state',
      '  x-cortex-link:\n    - {name: Docs, type: documentation, url: "https://example.com"}\n',
    )
    await send('POST', '/open-api', { body: made, headers: OPEN_API })
    const read = await get('/catalog/state/openapi')
    assert.equal(read.info['x-cortex-tag'], 'state')
    const changed = { ...read, info: { ...read.info, title: 'State of things', description: 'Kept' } }
    await send('POST', '/open-api', { body: JSON.stringify(changed), headers: OPEN_API })
    assert.deepEqual(await get('/catalog/state/openapi'), changed)
    const part = 'openapi: 3.0.1\ninfo:\n  title: State\n  x-cortex-tag: state\n'
    await send('PATCH', '/open-api?appendArrays=True&failIfEntityDoesNotExist=True', { body: part, headers: OPEN_API })
    const { id, name, links } = await get('/catalog/state?includeLinks=true')
    assert.deepEqual([name, links?.length], ['State', 1])
    assert.equal((await get(`/catalog/${id}/openapi`)).info.title, 'State')
  })

  test('reports deploys, events and metrics of a pipeline, and corrects what it reported', async () => {
    const { send, get, all } = await clientOf(await world(), 'cli')
    await send('POST', '/open-api', { body: descriptor('pipeline'), headers: OPEN_API })
    const timestamp = '2027-01-15T11:30:00'
    const deploy = {
      title: 'Release 1.2',
      type: 'DEPLOY',
      timestamp,
      sha: 'abc1234',
      environment: 'production',
      deployer: { name: 'Ada', email: 'ada@example.com' },
      customData: { build: 12 },
    }
    await send('POST', '/catalog/pipeline/deploys', { body: deploy })
    const [{ uuid }] = await all('/catalog/pipeline/deploys')
    await send('PUT', `/catalog/pipeline/deploys/${uuid}`, { body: { ...deploy, type: 'ROLLBACK' } })
    const [corrected] = await all('/catalog/pipeline/deploys')
    assert.deepEqual([corrected.uuid, corrected.type], [uuid, 'ROLLBACK'])

    const event = { title: 'Flag on', type: 'FLAG', timestamp, description: 'Everyone', customData: { flag: 'new' } }
    const { body: posted } = await send('POST', '/catalog/pipeline/custom-events', { body: event })
    const [listed] = await all('/catalog/pipeline/custom-events?type=FLAG')
    assert.equal(listed.uuid, posted.uuid)
    assert.deepEqual((await get(`/catalog/pipeline/custom-events/${listed.uuid}`)).customData, event.customData)

    const metric = '/eng-intel/custom-metrics/coverage/entity/pipeline'
    const series = [
      { timestamp: '2027-01-14T10:00:00Z', value: 80 },
      { timestamp: '2027-01-15T10:00:00Z', value: 82 },
    ]
    await send('POST', `${metric}/bulk`, { body: { series } })
    const points: { value: number }[] = await all(`${metric}?startDate=2027-01-01&endDate=2027-01-16`)
    assert.deepEqual(points.map(({ value }) => value).toSorted(), [80, 82])
  })

  test('draws what depends on what: one by one, and in bulk', async () => {
    const { send, get, all } = await clientOf(await world(), 'cli')
    for (const tag of ['dep-a', 'dep-b', 'dep-c'])
      await send('POST', '/open-api', { body: descriptor(tag), headers: OPEN_API })
    const at = '/catalog/dep-a/dependencies/dep-b'
    const { body } = await send('POST', `${at}?method=GET&path=/api/v1/x`, {
      body: { description: 'Reads', metadata: { a: 1 } },
    })
    assert.deepEqual(await get(`${at}?method=GET&path=/api/v1/x`), body)
    const values = {
      'dep-a': [{ tag: 'dep-b', method: 'GET', path: '/y' }, { tag: 'dep-c' }],
      'dep-b': [{ tag: 'dep-c' }],
    }
    await send('PUT', '/catalog/dependencies', { body: { values } })
    const found = await all('/catalog/dep-a/dependencies?includeOutgoing=True&includeIncoming=False')
    assert.deepEqual(
      found.map(one => one.calleeTag),
      ['dep-b', 'dep-b', 'dep-c'],
    )
    for (const { callerTag, calleeTag } of await all('/catalog/dep-c/dependencies?includeIncoming=True'))
      await get(`/catalog/${callerTag}/dependencies/${calleeTag}`)
    await send('DELETE', '/catalog/dependencies', { body: { values } })
    assert.equal((await all('/catalog/dep-a/dependencies')).length, 1, 'what it had created one by one stays')
  })

  test('keeps teams, their members and their hierarchy', async () => {
    const { send, get } = await clientOf(await world(), 'cli')
    const members = [{ name: 'Ada', email: 'ada@example.com', description: 'Leads' }]
    for (const teamTag of ['crew', 'crew-two'])
      await send('POST', '/teams', {
        body: {
          teamTag,
          type: 'CORTEX',
          metadata: { name: teamTag },
          links: [],
          slackChannels: [],
          cortexTeam: { members },
        },
      })
    const { teams } = await get('/teams?includeTeamsWithoutMembers=true')
    assert.deepEqual(
      teams.map((one: { teamTag: string }) => one.teamTag),
      ['crew', 'crew-two'],
    )
    const crew = await get(`/teams/${teams[0].teamTag}`)
    const renamed = { ...crew, metadata: { ...crew.metadata, name: 'The crew' } }
    await send('PUT', '/teams/crew', { body: renamed })
    const more = [...members, { name: 'Bo', email: 'bo@example.com' }]
    await send('PUT', '/teams/crew/members', { body: { members: more } })
    for (const act of ['archive', 'archive', 'unarchive']) await send('PUT', `/teams/crew/${act}`, { body: {} })
    const kept = await get('/teams/crew')
    assert.deepEqual([kept.metadata.name, kept.cortexTeam.members.length, kept.isArchived], ['The crew', 2, false])
    assert.deepEqual((await get('/teams/relationships')).edges, [])
  })

  test('exports and restores Scorecards as descriptors', async () => {
    const { send, get, all } = await clientOf(await world(), 'cli')
    const body =
      'tag: ready\nname: Ready\ndescription: Ready or not\ndraft: false\nladder:\n  levels:\n    - {name: Bronze, rank: 1, color: "#cd7f32"}\nrules:\n  - {title: Has an owner, expression: ownership != null, level: Bronze}\nfilter:\n  types:\n    include: [service]\n'
    await send('POST', '/scorecards/descriptor', { body, headers: YAML })
    for (const { tag } of await all('/scorecards')) {
      const { scorecard } = await get(`/scorecards/${tag}`)
      assert.equal(scorecard?.tag, tag)
      const { text } = await send('GET', `/scorecards/${tag}/descriptor`)
      await send('DELETE', `/scorecards/${tag}`, { body: {} })
      await send('POST', '/scorecards/descriptor?dryRun=False', { body: text, headers: YAML })
      assert.equal((await send('GET', `/scorecards/${tag}/descriptor`)).text, text)
    }
  })

  test('is a tool of a model that asks about relationships and metrics', async () => {
    const here = await world()
    const { send, get } = await clientOf(here, 'mcp')
    for (const tag of ['tool-a', 'tool-b'])
      await send('POST', '/open-api', { body: descriptor(tag), headers: OPEN_API })
    const type = {
      tag: 'uses',
      name: 'Uses',
      definitionLocation: 'BOTH',
      allowCycles: false,
      createCatalog: false,
      isSingleSource: false,
      isSingleDestination: false,
      sourcesFilter: { include: false, types: [] },
      destinationsFilter: { include: false, types: [] },
      inheritances: [],
    }
    await send('POST', '/relationship-types', { body: type })
    const { relationshipTypes } = await get('/relationship-types?page=0&pageSize=250')
    const [{ tag }] = relationshipTypes
    await get(`/relationship-types/${tag}`)
    await send('PUT', `/relationships/${tag}`, {
      body: { relationships: [{ source: 'tool-a', destination: 'tool-b' }] },
    })
    const { relationships } = await get(`/relationships/${tag}?page=0&pageSize=250`)
    const { sourceEntity } = relationships[0]
    const { destinations } = await get(`/catalog/${sourceEntity.id}/relationships/${tag}/destinations?depth=1`)
    const { sources } = await get(`/catalog/${destinations[0].id}/relationships/${tag}/sources?depth=1`)
    assert.equal(sources[0].tag, 'tool-a')
    const { metrics } = await get('/eng-intel/registry/metrics/definitions?view=full')
    const [{ key }] = metrics
    const query = {
      metrics: [{ metric: key, aggregation: 'COUNT' }],
      startTime: '2027-01-01T00:00:00Z',
      endTime: '2027-01-15T00:00:00Z',
      filters: [],
      groupBy: [],
      orderBy: [],
      limit: 10,
    }
    await send('POST', '/eng-intel/metrics/point-in-time', { body: query })
  })

  after(async () => {
    const there = new Set((await world()).app.routes.map(({ operation }) => shapeOf(operation)))
    assert.deepEqual(
      OPERATIONS.filter(one => !there.has(one)),
      [],
      'operations that clients call and that are not there',
    )
    assert.deepEqual(
      OPERATIONS.filter(one => !called.has(one)),
      [],
      'operations that no client here calls',
    )
  })
})
