/** A workspace that is exported through the API and imported into an empty one, as clients do, is the same there. */
import assert from 'node:assert/strict'
import { parse } from 'yaml'
import { eachEmptyDatabase, test, type World } from './testing/world.ts'

const WRITERS = 30
const CATALOG = '/api/v1/catalog'
const OPEN_API = '/api/v1/open-api'
const DEFINITIONS = `${CATALOG}/definitions`
const SCORECARDS = '/api/v1/scorecards'
const TEAMS = '/api/v1/teams'
const TEXT = { 'content-type': 'application/openapi;charset=UTF-8' }
const YAML = { 'content-type': 'application/yaml;charset=UTF-8' }

type Row = Record<string, ReturnType<typeof JSON.parse>>
type Client = Awaited<ReturnType<typeof clientOf>>

/** As the command line does it: the label of YAML on reads, slashes at the end, and pages of the one list of each answer. */
const clientOf = async (here: World) => {
  const as = await here.token(await here.person(['ADMIN'], 'Importer'))
  const ask = async (method: 'GET' | 'POST' | 'PUT', url: string, body?: unknown, headers?: Record<string, string>) => {
    const answer = await here.request({ method, url, as, body, headers: headers ?? (method === 'GET' ? YAML : {}) })
    assert.ok(answer.status < 300, `${method} ${url} ${answer.status} ${answer.text}`)
    return answer
  }
  const pages = async (url: string, size = 7): Promise<Row[]> => {
    const all: Row[] = []
    for (let page = 0; ; page++) {
      const { body } = await ask('GET', `${url}${url.includes('?') ? '&' : '?'}page=${page}&pageSize=${size}`)
      const rows: Row[] = Array.isArray(body) ? body : (Object.values(body).find(Array.isArray) ?? assert.fail(url))
      all.push(...rows)
      if (rows.length === 0 || body.totalPages === page + 1) return all
    }
  }
  return { ask, pages }
}

/** Thirty at once, in an order that is not that of the names. */
const atOnce = async <T>(all: readonly T[], write: (one: T) => Promise<unknown>) => {
  const left = all.filter((_, at) => at % 2 === 0).concat(all.filter((_, at) => at % 2 === 1).reverse())
  const writer = async () => {
    for (let one = left.pop(); one !== undefined; one = left.pop()) await write(one)
  }
  await Promise.all(Array.from({ length: WRITERS }, writer))
}

const service = (number: number) => `openapi: 3.0.1
info:
  title: "Über ${number} 😀"
  description: "it's \\"quoted\\" # and: more"
  x-cortex-tag: "${number % 5 ? `svc-${number}` : `@acme/svc.${number}`}"
${number % 3 ? '' : `  x-cortex-type: library\n  x-cortex-definition: {size: ${number}, lang: go}\n`}  x-cortex-groups: ["tier:${number % 3}", "yes"]
  x-cortex-owners:
    - {type: EMAIL, email: u${number}@example.com, description: d}
    - {type: GROUP, name: ${number % 2 ? 'team-a, provider: CORTEX' : 'platform, provider: OKTA'}}
    - {type: SLACK, channel: c${number}, notificationsEnabled: false}
  x-cortex-link: [{name: n, type: runbook, url: "https://example.com/${number}"}, {name: o, type: OPENAPI, url: ./o.yaml}]
  x-cortex-custom-metadata: {n: ${number}, exact: 1.0, nested: {b: [1, {c: null}]}, flag: false, day: 2026-01-01, z: {value: v, description: d}}
  x-cortex-dependency: [{tag: svc-${number + 1}, method: GET, path: "/p/{id}", description: d, metadata: {m: [1]}}]
  x-cortex-parents: [{tag: root}]
  x-cortex-git: {github: {repository: o/r${number}, basepath: b}}
  x-cortex-slack: {channels: [{name: s${number}}]}
  x-cortex-unknown: {b: 1, a: []}
paths:
  /x: {get: {responses: {"200": {description: ok}}}}
`

const LEVELS = '[{name: Bronze, rank: 1, color: "#cd7f32"}, {name: Gold, rank: 2, color: FFD700}]'
const FULL = `tag: production
name: Production
draft: true
ladder: {name: L, levels: ${LEVELS}}
evaluation: {window: 8}
filter: {kind: GENERIC, types: {include: [service]}, groups: {exclude: [x]}, query: 'entity.tag() != null'}
rules:
- {title: r1, expression: 'custom("n") > 1', level: Bronze, weight: 2, failureMessage: "no: 'x'", identifier: r1}
- {title: r2, expression: 'links().length > 0', level: Gold, effectiveFrom: 2026-01-01}
`
const OLD = 'tag: old\nname: Old\nfilter: {category: SERVICE}\nrules:\n- title: a\n  expression: git != null\n'

const TEAM = {
  teamTag: 'team-a',
  type: 'CORTEX',
  links: [{ name: 'l', type: 'runbook', url: 'https://example.com' }],
  metadata: { name: 'A', description: 'd', summary: 's' },
  slackChannels: [{ name: 's', notificationsEnabled: false }],
  cortexTeam: {
    members: [{ name: 'Zoë', email: 'z@example.com', notificationsEnabled: false, roles: [{ tag: 'lead' }] }],
  },
}
const BACKED = {
  ...TEAM,
  teamTag: 'team-b',
  type: 'IDP',
  cortexTeam: undefined,
  idpGroup: { group: 'platform', provider: 'OKTA' },
}
const SCHEMA = {
  type: 'object',
  properties: { size: { type: 'integer' }, lang: { type: 'string' } },
  required: ['lang'],
}

const fill = async ({ ask }: Client) => {
  await ask('POST', `${DEFINITIONS}/`, { type: 'library', name: 'Library', iconTag: 'box', schema: SCHEMA })
  await ask('POST', OPEN_API, 'openapi: 3.0.1\ninfo: {title: R, x-cortex-tag: root, x-cortex-type: domain}', TEXT)
  for (const team of [TEAM, BACKED]) await ask('POST', `${TEAMS}/`, team)
  const edges = [{ parentTeamTag: 'team-b', childTeamTag: 'team-a' }]
  await ask('PUT', `${TEAMS}/relationships?replace=True`, { edges })
  await atOnce([...Array(12).keys()], number => ask('POST', OPEN_API, service(number), TEXT))
  await ask('PUT', `${CATALOG}/svc-4/archive`, {})
  for (const [key, value] of Object.entries({
    text: 's',
    number: 1,
    list: [1],
    object: { a: { b: null } },
    n: 'forced',
  }))
    await ask('POST', `${CATALOG}/svc-1/custom-data?force=True`, { key, value, description: 'd' })
  await ask('POST', `${CATALOG}/svc-1/dependencies/svc-3?method=POST&path=/y`, { description: 'd', metadata: { x: 1 } })
  await ask('PUT', `${CATALOG}/svc-1/groups`, { groups: [{ tag: 'of the API' }] })
  const happened = { timestamp: '2026-11-01T10:00:00Z', title: 't', customData: { a: [1] } }
  await ask('POST', `${CATALOG}/svc-1/deploys`, { ...happened, type: 'DEPLOY', sha: 's', deployer: { name: 'D' } })
  await ask('POST', `${CATALOG}/svc-1/custom-events`, { ...happened, type: 'INCIDENT', url: 'https://example.com' })
  for (const text of [FULL, OLD]) await ask('POST', `${SCORECARDS}/descriptor`, text, YAML)
}

const ALL =
  'includeArchived=True&includeMetadata=True&includeLinks=True&includeOwners=True&includeSlackChannels=True&includeNestedFields=team:members&hierarchyDepth=full&types=service,library,domain,team'

/** They are listed in the order of identifiers, which differ in each workspace. */
const inOrder = (rows: Row[]) => rows.toSorted((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1))

const exported = async ({ ask, pages }: Client) => {
  const entities = await pages(`${CATALOG}/?${ALL}`)
  const scorecards = await pages(`${SCORECARDS}?showDrafts=True`)
  const read = async (tag: string) => {
    const at = `${CATALOG}/${encodeURIComponent(tag)}`
    return {
      text: (await ask('GET', `${at}/openapi?yaml=true`)).text,
      entity: (await ask('GET', `${at}?hierarchyDepth=full&includeOwners=True`)).body,
      data: await pages(`${at}/custom-data`, 3),
      dependencies: inOrder(await pages(`${at}/dependencies?includeOutgoing=True&includeIncoming=True`)),
      deploys: await pages(`${at}/deploys`),
      events: await pages(`${at}/custom-events`),
    }
  }
  const scorecardText = (tag: string) => ask('GET', `${SCORECARDS}/${tag}/descriptor`).then(({ text }) => text)
  const reads: Record<string, Awaited<ReturnType<typeof read>>> = {}
  await Promise.all(
    entities.map(async ({ tag }) => {
      reads[tag] = await read(tag)
    }),
  )
  return {
    types: await pages(`${DEFINITIONS}/?includeBuiltIn=False`),
    entities,
    reads: Object.fromEntries(Object.entries(reads).sort()),
    descriptors: await pages(`${CATALOG}/descriptors?yaml=True`),
    texts: await pages(`${CATALOG}/descriptors?yaml=true`),
    teams: await pages(`${TEAMS}/?includeTeamsWithoutMembers=True`),
    edges: (await ask('GET', `${TEAMS}/relationships`)).body,
    scorecards,
    scorecardTexts: await Promise.all(scorecards.map(({ tag }) => scorecardText(tag))),
  }
}

type Export = Awaited<ReturnType<typeof exported>>

/** What the API set beside the descriptors: each with its own call. */
const importReported = async (
  { ask }: Client,
  [tag, { entity, data, dependencies, deploys, events, text }]: [string, Export['reads'][string]],
) => {
  const at = `${CATALOG}/${encodeURIComponent(tag)}`
  const set = data.filter(({ source }) => source === 'API')
  if (set.length > 0) await ask('PUT', `${CATALOG}/custom-data?force=True`, { [tag]: set })
  for (const { source, callerTag, calleeTag, method, path, ...words } of dependencies)
    if (source === 'API' && callerTag === tag)
      await ask('POST', `${at}/dependencies/${calleeTag}?${new URLSearchParams({ method, path })}`, words)
  const declared: string[] = parse(text).info['x-cortex-groups'] ?? []
  const groups = entity.groups.filter((group: string) => !declared.includes(group))
  await ask('PUT', `${at}/groups`, { groups: groups.map((group: string) => ({ tag: group })) })
  for (const deploy of deploys) await ask('POST', `${at}/deploys`, deploy)
  for (const event of events) await ask('POST', `${at}/custom-events`, event)
  if (entity.isArchived) await ask('PUT', `${at}/archive`, {})
}

const importAll = async (client: Client, { types, reads, scorecardTexts }: Export) => {
  for (const type of types.filter(({ source }) => source === 'CUSTOM')) await client.ask('POST', DEFINITIONS, type)
  await atOnce(Object.values(reads), ({ text }) => client.ask('POST', OPEN_API, text, TEXT))
  for (const text of scorecardTexts) await client.ask('POST', `${SCORECARDS}/descriptor`, text, YAML)
  for (const one of Object.entries(reads)) await importReported(client, one)
}

const OWN = new Set(['id', 'uuid', 'serviceId', 'lastUpdated', 'dateUpdated', 'version'])

/** Without what is new in every workspace; the order of keys counts. */
const compared = (all: Export) => JSON.stringify(all, (key, value) => (OWN.has(key) ? undefined : value), 1).split('\n')

eachEmptyDatabase('an export', world => {
  test('that is imported into an empty workspace is the same there', async () => {
    const [from, to] = [await clientOf(await world()), await clientOf(await world())]
    await fill(from)
    const before = await exported(from)
    assert.deepEqual([before.entities.length, before.scorecards.length, before.teams.length], [15, 2, 2])
    await importAll(to, before)
    assert.deepEqual(compared(await exported(to)), compared(before))
  })
})
