import assert from 'node:assert/strict'
import { before, suite, test } from 'node:test'
import { eachDatabase, type World } from '../../testing/world.ts'
import { auditOf, editor, newTag, yaml } from '../entities/testing.ts'
import { cycleIn } from './hierarchy.ts'

const EDGES = '/api/v1/teams/relationships'
const edge = (parentTeamTag: string, childTeamTag: string) => ({ parentTeamTag, childTeamTag })
type Edge = ReturnType<typeof edge>

suite('a cycle among pairs', () => {
  const pairs = (text: string) => text.split(' ').map(pair => edge(pair.slice(0, 1), pair.slice(1)))

  test('is found with the teams along it, and trees and diamonds are none', () => {
    for (const none of ['ab', 'ab ac bd cd', 'ab bc cd ae']) assert.equal(cycleIn(pairs(none)), undefined, none)
    assert.deepEqual(cycleIn(pairs('aa')), ['a'])
    for (const cycle of ['ab ba', 'xa ab bc ca cd', 'bc ab ca az']) {
      const found = cycleIn(pairs(cycle)) ?? assert.fail(cycle)
      const along = found.map((tag, index) => `${tag}${found[(index + 1) % found.length]}`)
      for (const pair of along) assert.ok(cycle.split(' ').includes(pair), `${pair} in ${cycle}`)
    }
    assert.equal(cycleIn([edge('A', 'b'), edge('B', 'a')])?.length, 2, 'letter case does not count')
  })

  test('is looked for in a chain of any length', () => {
    const chain = Array.from({ length: 20_000 }, (_, index) => edge(`t${index}`, `t${index + 1}`))
    assert.equal(cycleIn(chain), undefined)
    assert.equal(cycleIn([...chain, edge('t20000', 't0')])?.length, 20_001)
  })
})

eachDatabase('the hierarchy of teams', world => {
  let here: World
  let by: Awaited<ReturnType<typeof editor>>
  before(async () => {
    here = await world()
    by = await editor(here)
  })

  const team = async (name: string, info = '') => {
    const tag = newTag(name)
    const { status } = await by.post(yaml(tag, `  x-cortex-type: team # ours\n${info.replaceAll('TAG', tag)}`))
    assert.equal(status, 200)
    return tag
  }
  const read = async (): Promise<Edge[]> => (await by.get(EDGES)).body.edges
  const replace = (edges: readonly Edge[], query = '?replace=true') =>
    here.request({ method: 'PUT', url: EDGES + query, as: by.as, body: { edges } })
  const sourceOf = async (tag: string) => (await by.get(`/api/v1/catalog/${tag}/openapi?yaml=true`)).text

  test('is replaced by editing the descriptors that declare it, and read back', async () => {
    const [top, left, right, leaf] = [await team('top'), await team('left'), await team('right'), await team('leaf')]
    const edges = [edge(top, left), edge(top, right), edge(left, leaf)]
    const { status, body } = await replace(edges)
    assert.deepEqual(
      [status, new Set(body.edges.map((one: Edge) => JSON.stringify(one)))],
      [200, new Set(edges.map(one => JSON.stringify(one)))],
    )
    assert.deepEqual(await read(), body.edges)
    assert.equal(
      await sourceOf(top),
      `${yaml(top, '  x-cortex-type: team # ours\n')}  x-cortex-children:\n    - tag: ${left}\n    - tag: ${right}\n`,
    )
    assert.equal(await sourceOf(right), yaml(right, '  x-cortex-type: team # ours\n'))
    const { body: entity } = await by.get(`/api/v1/catalog/${leaf}?hierarchyDepth=full`)
    assert.deepEqual(
      [entity.hierarchy.parents[0].tag, entity.hierarchy.parents[0].parents[0].tag, entity.version],
      [left, top, 1],
    )
    assert.deepEqual((await auditOf(here, top)).at(-1)?.changes, { children: { after: [left, right] } })
    const version = (await by.get(`/api/v1/catalog/${top}`)).body.version
    assert.equal(version, 2)
    assert.equal((await replace(edges)).status, 200)
    assert.equal((await by.get(`/api/v1/catalog/${top}`)).body.version, version, 'the same again changes nothing')
    await replace([edge(top, right)])
    assert.deepEqual(await read(), [edge(top, right)])
    assert.match(await sourceOf(top), new RegExp(`children:\n    - tag: ${right}\n$`))
    assert.equal(await sourceOf(left), yaml(left, '  x-cortex-type: team # ours\n'))
    assert.deepEqual((await auditOf(here, left)).at(-1)?.changes, { children: { before: [leaf] } })
    await replace([])
    assert.deepEqual(await read(), [])
    assert.equal(await sourceOf(top), yaml(top, '  x-cortex-type: team # ours\n'))
  })

  test('takes a pair out of whichever descriptor declares it, and leaves other relatives there', async () => {
    const [parent, domain] = [await team('Parent'), newTag('domain')]
    await by.post(yaml(domain, '  x-cortex-type: domain\n'))
    const parents = `  x-cortex-parents:\n    - tag: ${parent.toLowerCase()} # above\n    - tag: ${domain} # stays\n`
    const child = await team('child', parents)
    assert.deepEqual(await read(), [edge(parent, child)])
    assert.equal((await replace([])).status, 200)
    assert.deepEqual(await read(), [])
    assert.match(await sourceOf(child), new RegExp(`x-cortex-parents:\n    - tag: ${domain} # stays\n$`))
    assert.equal((await replace([edge(parent.toLowerCase(), child)])).status, 200, 'letter case does not matter')
    assert.deepEqual(await read(), [edge(parent, child)])
    await by.put(`/api/v1/teams/${child}/archive`)
    assert.deepEqual(await read(), [])
    assert.equal((await replace([])).status, 200)
    await by.put(`/api/v1/teams/${child}/unarchive`)
    assert.deepEqual(await read(), [edge(parent, child)], 'what is archived keeps its place')
    await replace([])
  })

  test('refuses cycles, self-references and teams that do not exist, and then changes nothing', async () => {
    const [a, b, service] = [await team('a'), await team('b'), newTag('service')]
    await by.post(yaml(service))
    const kept = (await replace([edge(a, b)])).body.edges
    for (const [edges, details] of [
      [[edge(a, b), edge(b, a)], new RegExp(`below itself: (${a} > ${b} > ${a}|${b} > ${a} > ${b})`)],
      [[edge(a, a.toUpperCase())], new RegExp(`${a} can't be its own parent`)],
      [[edge(a, 'nowhere-1'), edge('nowhere-2', b)], /nowhere-1, nowhere-2/],
      [[edge(a, service)], new RegExp(service)],
    ] as const) {
      const { status, body } = await replace(edges)
      assert.equal(status, 400)
      assert.match(body.details, details)
    }
    for (const query of ['', '?replace=false'])
      assert.match((await replace([], query)).body.details, /replace: must be true/)
    assert.deepEqual(await read(), kept)
    const viewer = (await here.person(['VIEWER'])).session
    assert.equal((await here.request({ url: EDGES, as: viewer })).status, 200)
    const put = await here.request({ method: 'PUT', url: `${EDGES}?replace=true`, as: viewer, body: { edges: [] } })
    assert.equal(put.status, 403)
    await replace([])
  })

  test('of descriptors that declare a cycle is read as far as it goes', async () => {
    const [a, b] = [newTag('a-round'), newTag('b-round')]
    for (const [one, other] of [
      [a, b],
      [b, a],
    ] as const)
      await by.post(yaml(one, `  x-cortex-type: team\n  x-cortex-children:\n    - tag: ${other}\n`))
    assert.deepEqual(await read(), [edge(a, b), edge(b, a)])
    const { body } = await by.get(`/api/v1/catalog/${a}`)
    assert.deepEqual([body.hierarchy.children[0].tag, body.hierarchy.children[0].children], [b, []])
    assert.equal((await replace([edge(a, b)])).status, 200)
    assert.deepEqual(await read(), [edge(a, b)])
  })

  test('is answered as a tree, with the number of members of each team', async () => {
    const [top, below] = [await team('tree', '  x-cortex-team: {members: [{name: Ada}]}\n'), await team('tree')]
    await replace([edge(top, below)])
    const { body } = await by.get('/api/v1/team-tree')
    assert.deepEqual([body.isWhole, body.total, body.edges], [true, body.teams.length, [edge(top, below)]])
    const found = body.teams.filter(({ tag }: { tag: string }) => tag === top || tag === below)
    assert.deepEqual(
      found.map(({ tag, members, hasChildren }: Record<string, unknown>) => [tag, members, hasChildren]),
      [
        [top, 1, true],
        [below, 0, false],
      ],
    )
    const level = (await by.get(`/api/v1/team-tree?parentTag=${top.toUpperCase()}`)).body
    assert.deepEqual([level.isWhole, level.total, level.teams[0].tag], [false, 1, below])
    await replace([])
  })

  test('is the same whether replacements come one after the other or at once', async () => {
    const [a, b, c] = [await team('race'), await team('race'), await team('race')]
    const answers = await Promise.all([replace([edge(a, b)]), replace([edge(a, c)]), replace([edge(b, c)])])
    assert.ok(
      answers.every(({ status }) => status === 200 || status === 409),
      String(answers.map(({ status }) => status)),
    )
    assert.equal(cycleIn(await read()), undefined)
    assert.equal((await replace([])).status, 200)
    assert.deepEqual(await read(), [])
  })
})
