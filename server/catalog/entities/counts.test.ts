import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { eachDatabase, type World } from '../../testing/world.ts'

const entity = (tag: string, info: string, title = tag) =>
  `openapi: 3.0.1\ninfo:\n  title: ${title}\n  x-cortex-tag: ${tag}\n${info}`
const owned = (...owners: string[]) => `  x-cortex-owners: [${owners.join(', ')}]\n`
const TEAM_A = '{type: group, name: Team-A}'
const OKTA = '{type: group, name: Platform, provider: OKTA}'
const ADA = '{type: email, email: Ada@example.com}'

const ENTITIES = [
  entity('pay', `  x-cortex-groups: [Money, one]\n${owned(TEAM_A, ADA)}`, 'zeta'),
  entity('ledger', `  x-cortex-groups: [money]\n${owned(TEAM_A, OKTA)}`, 'Älpha'),
  entity('api', owned(OKTA), 'alpha'),
  entity('lib', '  x-cortex-type: Library\n  x-cortex-definition: {}\n', 'Beta'),
  entity(
    'lib-2',
    '  x-cortex-type: library\n  x-cortex-definition: {}\n  x-cortex-owners: [{type: slack, channel: c}]\n',
    'ALPHA',
  ),
  entity('old', `  x-cortex-groups: [money]\n${owned(TEAM_A)}`, 'old'),
  entity(
    'team-a',
    '  x-cortex-type: team\n  x-cortex-team: {groups: [{name: Platform, provider: OKTA}]}\n',
    'Team of Ada',
  ),
]

const filled = async (here: World) => {
  const as = (await here.person(['USER'])).session
  for (const body of ENTITIES) {
    const made = await here.request({ method: 'POST', url: '/api/v1/open-api', as, body })
    assert.equal(made.status, 200, made.text)
  }
  await here.request({ method: 'PUT', url: '/api/v1/catalog/old/archive', as })
  return (path: string) => here.request({ url: `/api/v1/${path}`, as })
}

type Count = { value: string; name?: string; count: number }

eachDatabase('counts of the catalog', world => {
  let get: Awaited<ReturnType<typeof filled>>
  before(async () => {
    get = await filled(await world())
  })

  const counts = async (query: string) => {
    const { status, body, text } = await get(`catalog-counts?${query}`)
    assert.equal(status, 200, text)
    const all: Count[] = body.counts
    return { ...body, counts: all.map(({ value, name, count }) => `${value}${name ? ` (${name})` : ''} ${count}`) }
  }

  test('types count whatever their letter case, and teams and what is archived do not count', async () => {
    assert.deepEqual(await counts('by=type'), {
      by: 'type',
      counts: ['service 3', 'Library 2'],
      none: 0,
      total: 5,
      isComplete: true,
    })
    assert.deepEqual((await counts('by=type&includeArchived=true')).counts, ['service 4', 'Library 2'])
  })

  test('an entity counts for each of its groups, and for none without one', async () => {
    const { counts: groups, none, total } = await counts('by=group')
    assert.deepEqual([groups, none, total], [['Money 2', 'one 1'], 3, 5])
    assert.deepEqual((await counts('by=group&groups=ONE')).counts, ['one 1'])
  })

  test('a team counts what its groups of an identity provider own, each entity once', async () => {
    const { counts: owners, none, total } = await counts('by=owner')
    assert.deepEqual([owners, none, total], [['team-a (Team of Ada) 3', 'ada@example.com 1'], 2, 5])
    assert.deepEqual((await counts('by=owner&owners=TEAM-A')).counts, ['team-a (Team of Ada) 3'])
  })

  test('each count is the number of entities that the list has with its value', async () => {
    for (const [by, filter] of [
      ['type', 'types'],
      ['owner', 'owners'],
      ['group', 'groups'],
    ] as const) {
      const { body } = await get(`catalog-counts?by=${by}`)
      for (const { value, count } of body.counts) {
        const list = await get(`catalog?${filter}=${encodeURIComponent(value)}`)
        assert.equal(list.body.total, count, `${by} ${value}`)
      }
    }
    assert.equal((await get('catalog?unowned=true')).body.total, (await counts('by=owner')).none)
    assert.equal((await get('catalog?ungrouped=true')).body.total, (await counts('by=group')).none)
  })

  test('filters and words select what is counted', async () => {
    assert.deepEqual((await counts('by=type&owners=team-a')).counts, ['service 3'])
    assert.deepEqual((await counts('by=owner&query=lib')).counts, [])
    const { counts: found, total } = await counts('by=type&query=lib')
    assert.deepEqual([found, total], [['Library 2'], 2])
    assert.equal((await counts('by=type&query=zzz')).total, 0)
    assert.equal((await get('catalog-counts?by=name')).status, 400)
    assert.equal((await get('catalog-counts')).status, 400)
  })

  test('entities sort by their names, whatever the letter case, the same on both engines', async () => {
    const names = async (order: string) => {
      const { body } = await get(`catalog?sort=name&order=${order}`)
      return body.entities.map(({ name }: { name: string }) => name)
    }
    assert.deepEqual(await names('asc'), ['alpha', 'ALPHA', 'Beta', 'zeta', 'Älpha'])
    assert.deepEqual(await names('desc'), ['Älpha', 'zeta', 'Beta', 'ALPHA', 'alpha'])
  })
})
