/** Each parameter of the lists of entities does what it says. */
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { listEntities } from '../../../contract/catalog/catalog.ts'
import { listDescriptors } from '../../../contract/catalog/descriptors.ts'
import type { EntitySummary } from '../../../contract/catalog/entities.ts'
import { propertiesOf } from '../../core/http/schema-parts.ts'
import { eachDatabase, type World } from '../../testing/world.ts'
import { at, editor, yaml } from './testing.ts'

const SERVICE = `  description: moves money
  x-cortex-groups: [tier-1]
  x-cortex-owners: [{type: GROUP, name: crew, provider: CORTEX}]
  x-cortex-git: {github: {repository: acme/alpha}}
  x-cortex-link: [{name: Docs, type: documentation, url: "https://example.com"}]
  x-cortex-slack: {channels: [{name: alpha, notificationsEnabled: true}]}
  x-cortex-custom-metadata: {tier: gold}
  x-cortex-parents: [{tag: middle}]
`
const FILLED = [
  yaml('alpha', SERVICE),
  yaml('beta', '  x-cortex-groups: [tier-2]\n'),
  yaml('middle', '  x-cortex-type: domain\n  x-cortex-groups: [areas]\n  x-cortex-parents: [{tag: top}]\n'),
  yaml('top', '  x-cortex-type: domain\n'),
  yaml('crew', '  x-cortex-type: team\n  x-cortex-team: {members: [{name: Ada, email: ada@example.com}]}\n'),
  yaml('old', ''),
]

type Listed = { entities: EntitySummary[] }
type Check = readonly [query: string, of: (body: Listed) => unknown, expected: unknown]

const tags = ({ entities }: Listed) => entities.map(({ tag }) => tag).join(' ')
const first = ({ entities }: Listed) => JSON.parse(JSON.stringify(entities[0]))
const parentsOf = (body: Listed) => first(body).hierarchy.parents

const CHECKS: Readonly<Record<string, readonly Check[]>> = {
  types: [
    ['types=domain', tags, 'middle top'],
    ['types=domain,TEAM', tags, 'crew middle top'],
  ],
  groups: [['groups=tier-1&groups=areas', tags, 'alpha middle']],
  owners: [['owners=crew', tags, 'alpha']],
  query: [['query=middle', tags, 'middle']],
  gitRepositories: [['gitRepositories=acme/alpha', tags, 'alpha']],
  hierarchyDepth: [
    ['query=alpha', body => parentsOf(body)[0].parents[0].tag, 'top'],
    ['query=alpha&hierarchyDepth=full', body => parentsOf(body)[0].parents[0].tag, 'top'],
    ['query=alpha&hierarchyDepth=1', body => parentsOf(body)[0].parents, []],
    ['query=alpha&hierarchyDepth=0', parentsOf, []],
  ],
  includeHierarchyFields: [
    ['query=alpha&hierarchyDepth=1', body => parentsOf(body)[0].groups, undefined],
    ['query=alpha&hierarchyDepth=1&includeHierarchyFields=groups', body => parentsOf(body)[0].groups, ['areas']],
  ],
  ungrouped: [['ungrouped=true', tags, 'top']],
  unowned: [['unowned=true', tags, 'beta middle top']],
  violatesSchema: [['violatesSchema=true', tags, '']],
  includeArchived: [['includeArchived=True&types=service', tags, 'alpha beta old']],
  includeMetadata: [
    ['query=alpha&includeMetadata=True', body => first(body).metadata, [{ key: 'tier', value: 'gold' }]],
    ['query=alpha&includeMetadata=False', body => first(body).metadata, []],
  ],
  includeLinks: [['query=alpha&includeLinks=true', body => first(body).links[0].name, 'Docs']],
  includeSlackChannels: [['query=alpha&includeSlackChannels=true', body => first(body).slackChannels[0].name, 'alpha']],
  includeOwners: [
    ['query=alpha&includeOwners=true', body => first(body).owners.teams[0].tag, 'crew'],
    ['query=alpha', body => first(body).owners, undefined],
  ],
  includeNestedFields: [
    ['types=team&includeNestedFields=team:members', body => first(body).members[0].name, 'Ada'],
    ['includeNestedFields=team:members', tags, 'alpha beta crew middle top'],
  ],
  sort: [['sort=tag&order=desc', tags, 'top middle beta alpha']],
  order: [['order=desc&types=domain', tags, 'top middle']],
  after: [['after=beta', tags, 'middle top']],
  page: [['page=1&pageSize=3', tags, 'top']],
  pageSize: [['pageSize=1', tags, 'alpha']],
}

eachDatabase('the parameters of a list of entities', world => {
  let here: World
  let get: (url: string) => ReturnType<World['request']>
  before(async () => {
    here = await world()
    const some = await editor(here)
    get = some.get
    for (const body of FILLED) assert.equal((await some.post(body)).status, 200)
    await some.put(`${at('old')}/archive`)
  })

  test('are all looked at here', () => {
    const declared = listEntities.query ? propertiesOf(listEntities.query).map(([name]) => name) : []
    assert.deepEqual(declared.toSorted(), Object.keys(CHECKS).toSorted())
  })

  for (const [name, checks] of Object.entries(CHECKS))
    test(`${name} does what it says`, async () => {
      for (const [query, of, expected] of checks) {
        const { status, body, text } = await get(`/api/v1/catalog?${query}`)
        assert.equal(status, 200, text)
        assert.deepEqual(of(body), expected, query)
      }
    })

  test('of descriptors are types, pages and yaml, which is text for the literal true alone', async () => {
    const declared = listDescriptors.query ? propertiesOf(listDescriptors.query).map(([name]) => name) : []
    assert.deepEqual(declared.toSorted(), ['page', 'pageSize', 'types', 'yaml'])
    const list = async (query: string) => (await get(`/api/v1/catalog/descriptors?${query}`)).body
    const { descriptors, total } = await list('types=domain&pageSize=1&page=1')
    assert.deepEqual([descriptors[0].info['x-cortex-tag'], descriptors.length, total], ['top', 1, 2])
    assert.match((await list('types=domain&yaml=true')).descriptors[0], /^openapi/)
    for (const other of ['True', 'false', '1'])
      assert.equal(typeof (await list(`types=domain&yaml=${other}`)).descriptors[0], 'object', other)
  })
})
