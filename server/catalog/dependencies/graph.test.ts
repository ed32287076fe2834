import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { GraphEdge, GraphNode } from '../../../contract/catalog/dependency-graph.ts'
import { MOST_NODES } from '../../../contract/catalog/dependency-graph.ts'
import { eachDatabase, type World } from '../../testing/world.ts'
import { at, editor, newTag, yaml } from '../entities/testing.ts'

type Graph = { nodes: GraphNode[]; edges: GraphEdge[]; moreEdges: number }

eachDatabase('the dependencies around an entity', world => {
  let here: World
  let as: { cookie: string }
  before(async () => {
    here = await world()
    as = (await editor(here)).as
  })

  /** Makes entities `a`, `b` … of their own tags, with dependencies such as `a>b`. */
  const made = async (pairs: string) => {
    const names = [...new Set(pairs.match(/\w+/g))].toSorted()
    const prefix = newTag('graph')
    const tagOf = (name: string) => `${prefix}-${name}`
    for (const name of names)
      await here.request({ method: 'POST', url: '/api/v1/open-api', as, body: yaml(tagOf(name)) })
    const values = Object.groupBy(
      pairs.split(' ').map(pair => pair.split('>')),
      ([caller = '']) => tagOf(caller),
    )
    const body = {
      values: Object.fromEntries(
        Object.entries(values).map(([caller, list = []]) => [
          caller,
          list.map(([, callee = '']) => ({ tag: tagOf(callee) })),
        ]),
      ),
    }
    const put = await here.request({ method: 'PUT', url: '/api/v1/catalog/dependencies', as, body })
    assert.equal(put.status, 200, put.text)
    return tagOf
  }

  const ask = async (tag: string, query = ''): Promise<Graph> => {
    const { status, body, text } = await here.request({ url: `${at(tag)}/dependency-graph${query}`, as })
    assert.equal(status, 200, text)
    return body
  }
  const short = (tag: string) => tag.split('-').at(-1)
  const nodesOf = ({ nodes }: Graph) =>
    nodes.map(({ tag, distance, side }) => `${short(tag)}${distance}${side[0]}`).join(' ')
  const edgesOf = ({ edges }: Graph) =>
    edges
      .map(({ callerTag, calleeTag }) => `${short(callerTag)}>${short(calleeTag)}`)
      .toSorted()
      .join(' ')

  test('are two steps both ways, nearest first, with the pairs among them', async () => {
    const tagOf = await made('a>b b>c c>d x>a y>x z>y b>x')
    const graph = await ask(tagOf('a'))
    assert.equal(nodesOf(graph), 'a0C b1O x1I c2O y2I')
    assert.equal(edgesOf(graph), 'a>b b>c b>x x>a y>x', 'b>x leads back')
    assert.equal(nodesOf(await ask(tagOf('a'), '?depth=1')), 'a0C b1O x1I')
    assert.equal(nodesOf(await ask(tagOf('a'), '?depth=3')), 'a0C b1O x1I c2O y2I d3O z3I')
    assert.equal(nodesOf(await ask((await ask(tagOf('a'))).nodes[0]?.id ?? '', '?depth=1')), 'a0C b1O x1I')
  })

  test('end where a cycle or an entity that calls itself leads back', async () => {
    const tagOf = await made('a>a a>b b>a b>b')
    const graph = await ask(tagOf('a'))
    assert.equal(nodesOf(graph), 'a0C b1B')
    assert.equal(edgesOf(graph), 'a>a a>b b>a b>b')
    assert.equal(nodesOf(await ask((await made('a>a'))('a'))), 'a0C')
  })

  test('say how many more there are, and take the most connected', async () => {
    const tagOf = await made('a>b a>c a>d d>e d>f w>a x>a y>a y>z')
    const { nodes, ...rest } = await ask(tagOf('a'), '?limit=4')
    assert.equal(nodesOf({ nodes, ...rest }), 'a0C d1O y1I b1O', 'both sides in turn')
    const [center, d, y] = nodes
    assert.deepEqual([center?.moreOutgoing, center?.moreIncoming], [1, 2])
    assert.deepEqual([d?.moreOutgoing, d?.moreIncoming, y?.moreIncoming], [2, undefined, 0])
    assert.deepEqual(nodesOf(await ask(tagOf('a'), '?limit=1')), 'a0C')
  })

  test('have up to 500 edges, with one to each entity', async () => {
    const names = Array.from({ length: 24 }, (_, at) => `n${at}`)
    const tagOf = await made([...names.flatMap(a => names.map(b => `${a}>${b}`)), 'n1>last'].join(' '))
    const { nodes, edges, moreEdges } = await ask(tagOf('n0'))
    assert.deepEqual([nodes.length, edges.length, moreEdges], [25, 500, 24 * 24 + 1 - 500])
    assert.ok(edges.some(({ calleeTag }) => calleeTag === tagOf('last')))
  })

  test('leave out what is archived or does not exist, and count endpoints of a pair once', async () => {
    const tagOf = await made('a>b a>c')
    await here.request({ method: 'PUT', url: `${at(tagOf('c'))}/archive`, as })
    const declaring = newTag('graph-declaring')
    const more = `    - {tag: nobody-has-this}\n    - {tag: ${tagOf('a').toUpperCase()}, method: GET, path: /x}\n    - {tag: ${tagOf('a')}}\n`
    const post = await here.request({
      method: 'POST',
      url: '/api/v1/open-api',
      as,
      body: yaml(declaring, `  x-cortex-dependency:\n${more}`),
    })
    assert.equal(post.status, 200, post.text)
    const graph = await ask(tagOf('a'))
    assert.equal(graph.nodes.length, 3)
    assert.deepEqual(graph.edges.length, 2)
    assert.equal(nodesOf(await ask(declaring)), `${short(declaring)}0C a1O b2O`)
    const archived = await ask(tagOf('c'))
    assert.equal(nodesOf(archived).startsWith('c0C'), true, 'the middle may be archived')
  })

  test('are bounded for an entity with 10,000 dependents, of which each has many endpoints', async () => {
    const hub = newTag('hub')
    await here.request({ method: 'POST', url: '/api/v1/open-api', as, body: yaml(hub) })
    const rows = Array.from({ length: 12_000 }, (_, n) => n)
    const id = (n: number) => `en${(9_000_000_000_000_000 + n).toString()}`
    await here.database.transaction(async db => {
      for (let from = 0; from < rows.length; from += 500) {
        const some = rows.slice(from, from + 500)
        const entity = (n: number) => ({
          id: id(n),
          tag: `${hub}-of-${n}`,
          type: 'service',
          name: `Of ${n}`,
          document: '{}',
        })
        const times = { created_at: 1, updated_at: 1, sample: 0, version: 1 } as const
        await db
          .insertInto('entities')
          .values(some.map(n => ({ ...entity(n), ...times })))
          .execute()
        const edge = {
          callee: hub,
          callee_tag: hub,
          source: 'API',
          method: 'GET',
          description: null,
          metadata: null,
        } as const
        await db
          .insertInto('dependencies')
          .values(some.flatMap(n => ['/1', '/2'].map(path => ({ ...edge, caller_id: id(n), path }))))
          .execute()
      }
    })
    const { nodes, edges } = await ask(hub)
    assert.equal(nodes.length, MOST_NODES)
    assert.equal(edges.length, MOST_NODES - 1)
    assert.deepEqual([nodes[0]?.moreIncoming, nodes[0]?.isCapped], [10_000 - MOST_NODES + 1, true])
    assert.equal(new Set(nodes.map(({ tag }) => tag)).size, MOST_NODES)
  })

  test('need an entity, and permission to view the catalog; other depths and limits are refused', async () => {
    const url = `${at('no-such-entity')}/dependency-graph`
    assert.equal((await here.request({ url, as })).status, 404)
    assert.equal((await here.request({ url })).status, 401)
    for (const [query, field] of [
      ['depth=0', 'depth'],
      ['depth=4', 'depth'],
      ['limit=121', 'limit'],
      ['limit=x', 'limit'],
    ] as const) {
      const { status, body } = await here.request({ url: `${url}?${query}`, as })
      assert.deepEqual([status, body.field], [400, field])
    }
  })
})
