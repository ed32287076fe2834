/** Teams as existing clients ask for them: what they send, and what they do next with what they got. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type As, eachDatabase, type World } from '../../testing/world.ts'

type Body = Record<string, unknown>
type Team = Body & { teamTag: string }

const MEMBER = { name: 'Ada', email: 'ada@example.com', notificationsEnabled: true }
const SENT: readonly Team[] = [
  {
    teamTag: 'engineering',
    type: 'CORTEX',
    metadata: { name: 'Engineering', description: 'All of it', summary: 'In short' },
    links: [{ name: 'Wiki', type: 'DOCUMENTATION', url: 'https://example.com', description: 'Start here' }],
    slackChannels: [{ name: 'engineering', notificationsEnabled: true }],
    cortexTeam: {
      members: [
        {
          ...MEMBER,
          description: 'Leads',
          role: { tag: 'lead', type: 'TEAM_ROLE' },
          roles: [{ tag: 'lead', type: 'TEAM_ROLE', name: 'Lead' }],
        },
        { ...MEMBER, name: 'Bo', email: 'bo@example.com', roles: [] },
      ],
    },
  },
  {
    teamTag: 'platform',
    type: 'IDP',
    metadata: { name: 'Platform' },
    links: [],
    slackChannels: [],
    idpGroup: { group: 'Platform Engineers', provider: 'OKTA' },
  },
  {
    teamTag: 'empty',
    type: 'CORTEX',
    metadata: { name: 'Empty' },
    links: [],
    slackChannels: [],
    cortexTeam: { members: [] },
  },
]

const clientOf = async (here: World) => {
  const { bearer } = await here.token(await here.person(['ADMIN']))
  const as: As = { bearer }
  /** The command line labels a GET as YAML, and a body as JSON. */
  return async (method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, body?: unknown) => {
    const type = method === 'GET' ? 'application/yaml' : 'application/json'
    const answer = await here.request({
      method,
      url,
      as,
      body,
      headers: { 'content-type': type, 'user-agent': 'cortexapps-cli/1.7.0' },
    })
    assert.ok(answer.status < 300, `${method} ${url}: ${answer.text}`)
    return answer.body
  }
}
type Ask = Awaited<ReturnType<typeof clientOf>>

/** Pages as the command line reads them: the one list of the answer, until the last page. */
const pagesOf = async (ask: Ask, url: string): Promise<Team[]> => {
  const found: Team[] = []
  for (let page = 0; ; page++) {
    const body: Body = await ask('GET', `${url}&page=${page}&pageSize=2`)
    const [list, ...others] = Object.values(body).filter(Array.isArray)
    assert.deepEqual(others, [])
    found.push(...(list ?? []))
    if (!list?.length || body.totalPages === page + 1) return found
  }
}

const removeAll = async (ask: Ask) => {
  for (const { teamTag } of SENT) await ask('DELETE', `/api/v1/teams/${teamTag}`)
}

const withoutId = ({ id: _, ...team }: Team) => team

eachDatabase('a client of teams', world => {
  test('exports all of them, deletes them, and makes the same ones of what it exported', async () => {
    const ask = await clientOf(await world())
    for (const team of SENT) assert.equal((await ask('POST', '/api/v1/teams', team)).teamTag, team.teamTag)
    const hierarchy = { edges: [{ parentTeamTag: 'engineering', childTeamTag: 'platform' }] }
    await ask('PUT', '/api/v1/teams/relationships?replace=True', hierarchy)
    const exported = await pagesOf(ask, '/api/v1/teams?includeTeamsWithoutMembers=true')
    assert.deepEqual(
      exported.map(({ teamTag }) => teamTag),
      ['empty', 'engineering', 'platform'],
    )
    const edges = await ask('GET', '/api/v1/teams/relationships')
    for (const { teamTag } of exported) await ask('DELETE', `/api/v1/teams?teamTag=${teamTag}`, {})
    assert.deepEqual((await ask('GET', '/api/v1/teams?includeTeamsWithoutMembers=true')).teams, [])
    for (const team of exported) await ask('POST', '/api/v1/teams', team)
    await ask('PUT', '/api/v1/teams/relationships?replace=true', edges)
    const again = await pagesOf(ask, '/api/v1/teams/?includeTeamsWithoutMembers=true')
    assert.deepEqual(again.map(withoutId), exported.map(withoutId))
    assert.deepEqual(await ask('GET', '/api/v1/teams/relationships'), hierarchy)
    await removeAll(ask)
  })

  test('keeps one as it wants it: reads, writes what it read, and finds no difference', async () => {
    const ask = await clientOf(await world())
    for (const team of SENT) {
      const created = await ask('POST', '/api/v1/teams', team)
      const url = `/api/v1/teams/${created.id}`
      assert.deepEqual(await ask('PUT', url, created), created)
      const renamed = { ...team, metadata: { name: 'Renamed' } }
      assert.deepEqual((await ask('PUT', url, renamed)).metadata, { name: 'Renamed' })
      assert.deepEqual(await ask('PUT', url, team), created)
      assert.deepEqual(await ask('GET', url), created)
    }
    const members = [{ ...MEMBER, roleTags: ['lead'] }]
    const { cortexTeam } = await ask('PUT', '/api/v1/teams/empty/members', { type: 'CORTEX', members })
    assert.equal(cortexTeam.members[0].roles[0].tag, 'lead')
    const entities = await ask('GET', '/api/v1/catalog?includeNestedFields=team:members&pageSize=250')
    assert.deepEqual(
      entities.entities.map((one: Body) => [one.tag, Object(one.members).length]),
      [
        ['empty', 1],
        ['engineering', 2],
        ['platform', 0],
      ],
    )
    assert.deepEqual((await ask('GET', '/api/v1/catalog')).entities, [], 'teams are left out by default')
    await removeAll(ask)
  })

  test('writes a department to the address of its tag', async () => {
    const ask = await clientOf(await world())
    const body = { departmentTag: 'sales', name: 'Sales', description: 'Sells', members: [{ ...MEMBER, role: 'lead' }] }
    const created = await ask('POST', '/api/v1/teams/departments', body)
    const { departmentTag: _, ...changed } = { ...body, name: 'Sales and service' }
    const updated = await ask('PUT', '/api/v1/teams/departments/sales', changed)
    assert.deepEqual(updated, { ...created, name: 'Sales and service' })
    assert.deepEqual((await ask('GET', '/api/v1/teams/departments')).departments, [updated])
    await ask('DELETE', '/api/v1/teams/departments/sales')
  })
})
