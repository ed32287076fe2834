import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { eachDatabase, type World } from '../../testing/world.ts'

const entity = (tag: string, info: string) =>
  `openapi: 3.0.1\ninfo:\n  title: ${tag} title\n  x-cortex-tag: ${tag}\n${info}`

const ENTITIES = [
  entity('pay', '  description: The 100% exact_match\n  x-cortex-groups: [Tier One, money]\n'),
  entity(
    'pay-api',
    '  x-cortex-git: {github: {repository: Acme/Pay}}\n  x-cortex-owners: [{type: group, name: Team-A}]\n',
  ),
  entity(
    'ledger',
    '  description: what pay needs\n  x-cortex-groups: [money]\n  x-cortex-parents: [{tag: bank}]\n  x-cortex-owners: [{type: email, email: ada@example.com}]\n',
  ),
  entity('old', '  x-cortex-groups: [money]\n'),
  entity('bank', '  x-cortex-type: domain\n  x-cortex-link: [{name: a, type: b, url: /c}]\n'),
  entity('team-a', '  x-cortex-type: team\n  x-cortex-team: {members: [{name: Ada}]}\n'),
]

/** A world in which these entities, and no others, are. */
const filled = async (here: World) => {
  const as = (await here.person(['USER'])).session
  for (const body of ENTITIES) await here.request({ method: 'POST', url: '/api/v1/open-api', as, body })
  await here.request({ method: 'PUT', url: '/api/v1/catalog/old/archive', as })
  return (query: string) => here.request({ url: `/api/v1/catalog${query}`, as })
}

eachDatabase('lists of entities', world => {
  let list: Awaited<ReturnType<typeof filled>>
  before(async () => {
    list = await filled(await world())
  })

  const tags = async (query: string): Promise<string[]> => {
    const { status, body } = await list(query)
    assert.equal(status, 200, query)
    return body.entities.map((one: { tag: string }) => one.tag)
  }

  test('everything but teams and what is archived is listed by tag', async () => {
    assert.deepEqual(await tags(''), ['bank', 'ledger', 'pay', 'pay-api'])
    assert.deepEqual(await tags('/'), ['bank', 'ledger', 'pay', 'pay-api'])
    assert.deepEqual(await tags('?includeArchived=True'), ['bank', 'ledger', 'old', 'pay', 'pay-api'])
  })

  test('types, groups, owners and repositories filter, repeated or comma-joined', async () => {
    assert.deepEqual(await tags('?types=team,domain'), ['bank', 'team-a'])
    assert.deepEqual(await tags('?types=team&types=domain'), ['bank', 'team-a'])
    assert.deepEqual(await tags('?groups=money'), ['ledger', 'pay'])
    assert.deepEqual(await tags('?groups=Tier%20One'), ['pay'])
    assert.deepEqual(await tags('?groups=tier'), [])
    assert.deepEqual(await tags('?owners=TEAM-A,nobody'), ['pay-api'])
    assert.deepEqual(await tags('?owners=ADA@example.com'), ['ledger'])
    assert.deepEqual(await tags('?gitRepositories=acme%2Fpay'), ['pay-api'])
    assert.deepEqual(await tags('?groups=money&query=needs'), ['ledger'])
  })

  test('a search puts the tag first, then its beginning, then the rest', async () => {
    assert.deepEqual(await tags('?query=PAY'), ['pay', 'pay-api', 'ledger'])
    assert.deepEqual(await tags('?query=pay%20needs'), ['ledger'])
    assert.deepEqual(await tags('?query=tier%20one'), ['pay'])
    assert.deepEqual(await tags('?query=ledger%20title'), ['ledger'])
  })

  test('the signs of a pattern are only signs', async () => {
    assert.deepEqual(await tags('?query=100%25'), ['pay'])
    assert.deepEqual(await tags('?query=exact_match'), ['pay'])
    assert.deepEqual(await tags('?query=p_y'), [])
    assert.deepEqual(await tags('?query=%25'), ['pay'])
    assert.deepEqual(await tags('?query=!'), [])
    assert.deepEqual(await tags("?query='%20or%201=1"), [])
  })

  test('pages count from 0, and one past the end is an empty list', async () => {
    const first = await list('?pageSize=3')
    assert.deepEqual([first.body.page, first.body.total, first.body.totalPages], [0, 4, 2])
    assert.deepEqual(await tags('?pageSize=3&page=1'), ['pay-api'])
    const beyond = await list('?page=7')
    assert.deepEqual(beyond.body, { entities: [], page: 7, total: 4, totalPages: 1 })
  })

  test('a walk by the last tag misses nothing while others are deleted, and says how many there are in all', async () => {
    const walked: string[] = []
    for (let after = ''; ; ) {
      const { body } = await list(`?pageSize=1&after=${after}`)
      assert.equal(body.total, 4)
      const [entity] = body.entities
      if (!entity) break
      walked.push(entity.tag)
      after = entity.tag
    }
    assert.deepEqual(walked, await tags('?includeArchived=false'))
    assert.deepEqual(
      (await list('?after=bank')).body.entities.map(({ tag }: { tag: string }) => tag),
      ['ledger', 'pay', 'pay-api'],
    )
    for (const query of ['?after=a&query=pay', '?after=a&page=1']) assert.equal((await list(query)).status, 400, query)
  })

  test('a list is sorted by tag or by the last change, either way', async () => {
    assert.deepEqual(await tags('?order=desc'), ['pay-api', 'pay', 'ledger', 'bank'])
    const changed = await tags('?sort=lastUpdated&order=desc&includeArchived=true')
    assert.deepEqual(changed.toReversed(), await tags('?sort=lastUpdated&order=asc&includeArchived=true'))
    assert.deepEqual(changed, await tags('?sort=lastUpdated&includeArchived=true'))
    assert.equal((await list('?sort=size')).status, 400)
    assert.equal((await list('?after=a&sort=tag')).status, 400)
  })

  test('who asks for the members of teams gets the teams', async () => {
    const { body } = await list('?includeNestedFields=team:members')
    assert.equal(body.total, 5)
    const team = body.entities.find(({ type }: { type: string }) => type === 'team')
    assert.equal(team.members[0].name, 'Ada')
    assert.equal((await list('?includeNestedFields=team:members&types=service')).body.total, 3)
    assert.equal((await list('?includeNestedFields=team:members&includeArchived=true')).status, 200)
  })

  test('a row has what was asked for, its hierarchy, and empty lists for the rest', async () => {
    const { body } = await list('?types=service&query=ledger')
    const [{ id, lastUpdated, ...ledger }] = body.entities
    assert.ok(id && lastUpdated)
    assert.deepEqual(ledger, {
      tag: 'ledger',
      name: 'ledger title',
      type: 'service',
      description: 'what pay needs',
      groups: ['money'],
      links: [],
      metadata: [],
      slackChannels: [],
      hierarchy: {
        parents: [{ id: ledger.hierarchy.parents[0].id, tag: 'bank', name: 'bank title', type: 'domain', parents: [] }],
        children: [],
      },
      isArchived: false,
    })
    const flat = await list('?hierarchyDepth=0&query=ledger')
    assert.deepEqual(flat.body.entities[0].hierarchy, { parents: [], children: [] })
    const more = await list('?types=domain,team&includeLinks=true&includeOwners=true&includeNestedFields=team:members')
    assert.deepEqual(more.body.entities[0].links, [{ name: 'a', type: 'b', url: '/c' }])
    assert.deepEqual(more.body.entities[0].owners, { teams: [], individuals: [] })
    assert.equal(more.body.entities[0].members, undefined)
    assert.equal(more.body.entities[1].members[0].name, 'Ada')
    const owned = await list('?query=pay-api&includeOwners=true')
    assert.equal(owned.body.entities[0].owners.teams[0].tag, 'team-a')
  })

  test('a list takes as many statements for several rows as for one', async () => {
    const { database } = await world()
    const count = async (query: string) => {
      const earlier = database.statements()
      await list(query)
      return database.statements() - earlier
    }
    await list('')
    assert.equal(await count('?includeOwners=true&pageSize=1'), await count('?includeOwners=true&pageSize=4'))
  })

  test('the filters there are come with their counts', async () => {
    const here = await world()
    const { body } = await here.request({ url: '/api/v1/catalog-filters', as: (await here.person(['VIEWER'])).session })
    assert.deepEqual(body, {
      types: [
        { value: 'service', count: 3 },
        { value: 'domain', count: 1 },
        { value: 'team', count: 1 },
      ],
      groups: [
        { value: 'money', count: 2 },
        { value: 'Tier One', count: 1 },
      ],
      owners: [{ value: 'team-a', count: 1 }],
    })
  })

  test('values out of range are refused, and empty ones count as absent', async () => {
    for (const query of ['?pageSize=0', '?pageSize=1001', '?page=-1', '?hierarchyDepth=deep', '?includeLinks=maybe'])
      assert.equal((await list(query)).status, 400, query)
    assert.equal((await tags('?types=&query=&page=')).length, 4)
  })
})
