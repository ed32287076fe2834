import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MOST_DEPENDENCIES } from '../../../contract/catalog/dependencies.ts'
import { eachDatabase, type World } from '../../testing/world.ts'
import { at, auditOf, editor, newTag, yaml } from '../entities/testing.ts'

const BULK = '/api/v1/catalog/dependencies'
const MANY = 2500

const clientOf = async (here: World) => {
  const { as, post } = await editor(here)
  const send = (method: 'PUT' | 'DELETE', values: unknown, query = '') =>
    here.request({ method, url: BULK + query, as, body: { values } })
  const entities = async (...names: string[]) => {
    const tags = names.map(name => newTag(name))
    for (const tag of tags) assert.equal((await post(yaml(tag))).status, 200)
    return tags
  }
  const edges = async (tag: string): Promise<string[]> => {
    const { status, text, body } = await here.request({ url: `${at(tag)}/dependencies`, as })
    assert.equal(status, 200, text)
    return body.dependencies.map(
      ({ calleeTag, method = '', path = '', description = '' }: Record<string, string>) =>
        `${calleeTag} ${method}${path} ${description}`,
    )
  }
  return { as, post, send, entities, edges }
}

eachDatabase('dependencies in bulk', world => {
  test('those of many entities are created, updated and deleted in one request, with an audit row for each caller', async () => {
    const here = await world()
    const { send, entities, edges } = await clientOf(here)
    const [a = '', b = '', c = ''] = await entities('bulk-a', 'bulk-b', 'bulk-c')
    const values = {
      [a]: [{ tag: b }, { tag: c, method: 'GET', path: '/x', description: 'reads', metadata: { tier: 1 } }],
      [b]: [{ tag: c }],
    }
    const put = await send('PUT', values)
    assert.deepEqual([put.status, put.body], [200, { values }], put.text)
    assert.deepEqual(await edges(a), [`${b}  `, `${c} GET/x reads`])
    const rows = await auditOf(here, a)
    assert.deepEqual(rows.at(-1), {
      action: 'UPDATE',
      actor_type: 'OAUTH2',
      changes: {
        dependencies: {
          before: [],
          after: [{ callee: b }, { callee: c, method: 'GET', path: '/x', description: 'reads' }],
        },
      },
    })
    assert.equal((await send('PUT', values)).status, 200)
    assert.equal((await auditOf(here, a)).length, rows.length, 'sending the same again leaves no audit row')
    await send('PUT', {
      [a]: [
        { tag: b, description: 'first' },
        { tag: b, description: 'last' },
      ],
    })
    assert.deepEqual(await edges(a), [`${b}  last`, `${c} GET/x reads`], 'what is not named stays')
    const counted = await send('DELETE', values, '?dryRun=true')
    assert.deepEqual([counted.status, counted.body], [200, { deleted: 3 }])
    const gone = await send('DELETE', { ...values, [c]: [{ tag: a }] })
    assert.deepEqual([gone.status, gone.headers['portico-deleted']], [204, '3'])
    assert.deepEqual([await edges(a), await edges(b)], [[], []])
    const [audited] = (await auditOf(here, b)).slice(-1)
    assert.deepEqual(audited?.changes, { dependencies: { before: [{ callee: c }], after: [] }, deleted: { after: 1 } })
  })

  test('one that cannot be stored or deleted leaves all others as they were', async () => {
    const { post, send, entities, edges } = await clientOf(await world())
    const [a = '', b = ''] = await entities('all-a', 'all-b')
    const declaring = newTag('all-declaring')
    await post(yaml(declaring, `  x-cortex-dependency:\n    - tag: ${a}\n`))
    for (const method of ['PUT', 'DELETE'] as const) {
      if (method === 'DELETE') await send('PUT', { [a]: [{ tag: b }] })
      const before = await edges(a)
      const refused = async (values: unknown, status: number, details: RegExp) => {
        const answer = await send(method, values)
        assert.deepEqual([answer.status, details.test(answer.body.details)], [status, true], answer.text)
        assert.deepEqual(await edges(a), before)
      }
      await refused({ [a]: [{ tag: b }], 'no-caller': [] }, 404, /no-caller/)
      await refused({ [a]: [{ tag: b }, { tag: 'no-callee' }] }, 404, /no-callee/)
      await refused({ [a]: [{ tag: b }], [declaring]: [{ tag: a }] }, 400, /declared in the descriptor/)
      await refused({ [a]: [{ tag: b, method: 'GET' }] }, 400, new RegExp(`^values.${a}.0: method and path`))
      await refused({ [a]: [{ tag: b, method: 'FETCH', path: '/' }] }, 400, /method: must be one of GET/)
      await refused({ [a]: [{}] }, 400, /tag: is required/)
      await refused({ [a]: { tag: b } }, 400, new RegExp(`^values.${a}: must be array`))
      await refused(undefined, 400, /values: is required/)
      const half = Array.from({ length: MOST_DEPENDENCIES / 2 + 1 }, () => ({ tag: b }))
      await refused({ [a]: half, [b]: half }, 400, /up to 10,000/)
    }
    const misspelled = await send('DELETE', { [a]: [{ tag: b, methd: 'GET' }] })
    assert.equal(misspelled.status, 400)
    assert.match(misspelled.body.details, /methd: is not a field here\. Use tag, method, path/)
    assert.equal((await edges(a)).length, 1)
  })

  test('thousands are stored and deleted at once', async () => {
    const { send, entities, edges } = await clientOf(await world())
    const [a = '', b = ''] = await entities('many-a', 'many-b')
    const list = Array.from({ length: MANY }, (_, at) => ({ tag: b, method: 'GET', path: `/v1/${at}` }))
    assert.equal((await send('PUT', { [a]: list })).status, 200)
    assert.equal((await edges(a)).length, 250)
    const gone = await send('DELETE', { [a]: list })
    assert.equal(gone.headers['portico-deleted'], String(MANY), gone.text)
    assert.deepEqual(await edges(a), [])
  })

  test('two writers of the same dependencies both succeed', async () => {
    const { send, entities, edges } = await clientOf(await world())
    const [a = '', b = ''] = await entities('race-a', 'race-b')
    const list = Array.from({ length: 300 }, (_, at) => ({ tag: b, method: 'GET', path: `/${at}` }))
    const answers = await Promise.all([list, list.toReversed(), list].map(one => send('PUT', { [a]: one })))
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]))
    assert.equal((await edges(a)).length, 250)
  })
})
