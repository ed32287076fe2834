/** What deletes in bulk says how many went, counts without deleting, and never takes a misspelled filter for none. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OperationSpec } from '../contract/core/operation.ts'
import { at, editor, newTag, yaml } from './catalog/entities/testing.ts'
import { propertiesOf } from './core/http/schema-parts.ts'
import { type As, eachDatabase, type World } from './testing/world.ts'

/** They end one thing, or each that is named, however their addresses and parameters look. */
const OF_NAMED_THINGS: Readonly<Record<string, string>> = {
  deleteDependency: 'method and path are part of the name of one',
  deleteCustomDataForEntity: 'its key is required',
  deleteCustomDataForEntityByKeyAdvanced: 'its tag and key are required',
  deleteDepartment: 'its tag is required',
  deleteTeam: 'its tag is required',
  revokeDataWebhook: 'leaked says why one ends',
  deleteGroupsFromEntity: 'its body names each group',
  endUserSessions: 'it signs one person out, and has no parameters',
  unsetDefaultCatalogView: 'its path names one view',
  undoRotation: 'a token is in one rotation at a time',
}

const looksBulk = ({ method, path, query }: OperationSpec) =>
  method === 'DELETE' &&
  path.startsWith('/api/v1/') &&
  (query !== undefined || (!path.endsWith('}') && path.split('{').length === 2))

const timestamp = '2027-01-01'

/** Of an operation: adds one thing that it deletes, and answers where it deletes those of the entity. */
type Fixture = {
  readonly add: (tag: string) => { readonly url: string; readonly body: object | string }
  readonly url: (tag: string) => string
  /** Where a body names them. */
  readonly body?: (tag: string) => object
}

const deploy = { title: 'v1', type: 'DEPLOY', timestamp }
const addDeploy = (tag: string) => ({ url: `${at(tag)}/deploys`, body: { ...deploy, sha: tag } })

const metricOf = (tag: string) => `/api/v1/eng-intel/custom-metrics/coverage/entity/${tag}`

const FIXTURES: Readonly<Record<string, Fixture>> = {
  deleteEntitiesByType: {
    add: tag => ({
      url: '/api/v1/open-api',
      body: yaml(`${tag}-${++others}`, `  x-cortex-type: ${tag}\n  x-cortex-definition: {}\n`),
    }),
    url: tag => `/api/v1/catalog?types=${tag}`,
  },
  deleteDeploysForEntity: { add: addDeploy, url: tag => `${at(tag)}/deploys` },
  deleteDeploysByFilter: { add: addDeploy, url: tag => `/api/v1/catalog/deploys?sha=${tag}` },
  deleteAllDeploys: { add: addDeploy, url: () => '/api/v1/catalog/deploys/all' },
  deleteCustomEventsForEntity: {
    add: tag => ({ url: `${at(tag)}/custom-events`, body: { ...deploy, type: 'T' } }),
    url: tag => `${at(tag)}/custom-events`,
  },
  deleteByTimeRange: {
    add: tag => ({ url: metricOf(tag), body: { value: 1, timestamp } }),
    url: tag => `${metricOf(tag)}?startDate=2026-12-31&endDate=2027-01-02`,
  },
  deleteDependenciesFromEntity: {
    add: tag => ({ url: `${at(tag)}/dependencies/${tag}?method=GET&path=/${++paths}`, body: {} }),
    url: tag => `${at(tag)}/dependencies`,
  },
  deleteDependenciesInBulk: {
    add: tag => ({ url: `${at(tag)}/dependencies/${tag}?method=GET&path=/b${++paths % 3}`, body: {} }),
    url: () => '/api/v1/catalog/dependencies',
    body: tag => ({ values: { [tag]: [0, 1, 2].map(at => ({ tag, method: 'GET', path: `/b${at}` })) } }),
  },
}
let paths = 0
let others = 0

const withParameter = (url: string, parameter: string) => `${url}${url.includes('?') ? '&' : '?'}${parameter}`

const bulkOf = ({ app }: World) => app.routes.map(({ operation }) => operation).filter(({ bulkDelete }) => bulkDelete)

/** A change of the audit log that says how many. */
const deletedIn = async ({ database }: World): Promise<unknown> => {
  const row = await database.db
    .selectFrom('audit_logs')
    .select('changes')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return JSON.parse(row?.changes ?? '{}').deleted?.after
}

eachDatabase('bulk deletes', world => {
  test('each operation that deletes by a filter, or all there is, is declared as one', async () => {
    const operations = (await world()).app.routes.map(({ operation }) => operation)
    const undeclared = operations.filter(one => looksBulk(one) && !one.bulkDelete && !(one.id in OF_NAMED_THINGS))
    assert.deepEqual(
      undeclared.map(({ id, path }) => `${id} ${path}`),
      [],
    )
    for (const { id, query, writes } of bulkOf(await world()))
      assert.deepEqual([id, query && propertiesOf(query).some(([name]) => name === 'dryRun'), writes], [id, true, true])
  })

  test('a parameter that an operation lacks, an empty or repeated one, and a body are 400, and nothing goes', async () => {
    const here = await world()
    const { as } = await editor(here)
    for (const { id, path, query, body: schema } of bulkOf(here)) {
      const url = path.replace(/\{\w+\}/g, 'no-such-thing')
      const ask = (parameters: string, body: unknown = schema && FIXTURES[id]?.body?.('x')) =>
        here.request({ method: 'DELETE', url: `${url}?${parameters}`, as, ...(body === undefined ? {} : { body }) })
      const names = query ? propertiesOf(query).map(([name]) => name) : []
      for (const name of [...names.map(one => one.toUpperCase()), ...names.map(one => `${one}s`), 'unknown']) {
        const { status, body } = await ask(`${name}=x`)
        assert.equal(status, 400, `${id} ${name}`)
        assert.match(body.details, new RegExp(`^${name}: is not a parameter`), id)
      }
      for (const name of names) assert.equal((await ask(`${name}=`)).status, 400, `${id} ${name}`)
      for (const twice of ['dryRun=false&dryRun=true', 'dryRun=false&dryRun[]=true']) {
        const { status, body } = await ask(twice)
        assert.deepEqual([status, body.details], [400, 'dryRun: must be sent once.'], id)
      }
      assert.equal((await ask('', { type: 'x' })).status, 400, id)
      assert.notEqual((await ask('', {})).body?.field, 'body', id)
      if (!schema) continue
      assert.match(
        (await ask('dryRun=true', { ...FIXTURES[id]?.body?.('x'), values2: 1 })).body.details,
        /^values2: is not a field/,
      )
    }
  })

  test('a dry run counts, and the answer and the audit row of a real one say how many went', async () => {
    const here = await world()
    const { as, post } = await editor(here)
    for (const { id } of bulkOf(here)) {
      const { add, url, body } = FIXTURES[id] ?? assert.fail(`${id}: say in this test what it deletes`)
      const tag = newTag('bulk')
      assert.equal((await post(yaml(tag))).status, 200)
      for (let count = 0; count < 3; count++) await addOne(here, as, add(tag))
      const ask = async (more = '') => {
        const { status, headers } = await here.request({
          method: 'DELETE',
          url: more ? withParameter(url(tag), more) : url(tag),
          as,
          ...(body && { body: body(tag) }),
        })
        return [status < 300, headers['portico-deleted']]
      }
      for (const _ of [1, 2]) assert.deepEqual(await ask('dryRun=true'), [true, '3'], id)
      assert.deepEqual(await ask(), [true, '3'], id)
      assert.equal(await deletedIn(here), 3, id)
      assert.deepEqual(await ask(), [true, '0'], id)
    }
  })

  test('thousands go in several transactions, between two audit rows', async () => {
    const here = await world()
    const { as, post } = await editor(here)
    const tag = newTag('thousands')
    await post(yaml(tag))
    await addOne(here, as, addDeploy(tag))
    const total = await multiply(here, tag, 4500)
    const url = `/api/v1/catalog/deploys?sha=${tag}`
    const { body } = await here.request({ method: 'DELETE', url, as })
    assert.deepEqual([body.deleted, body.deploys.length], [total, 100])
    const rows = await here.database.db
      .selectFrom('audit_logs')
      .select('changes')
      .where('object_type', '=', 'DEPLOY')
      .where('object_identifier', '=', 'all entities')
      .where('changes', 'like', `%${tag}%`)
      .orderBy('id')
      .execute()
    assert.deepEqual(
      rows.map(({ changes }) => JSON.parse(changes ?? '')),
      [
        { sha: { before: tag }, deleting: { after: total } },
        { sha: { before: tag }, deleted: { after: total } },
      ],
    )
  })
})

const addOne = async (here: World, as: As, { url, body }: ReturnType<Fixture['add']>) => {
  const { status, text } = await here.request({ method: 'POST', url, as, body })
  assert.ok(status < 300, text)
}

/** Copies the deploy of an entity until there are so many. */
const multiply = async ({ database }: World, tag: string, total: number) => {
  const { uuid, ...row } = await database.db
    .selectFrom('deploys')
    .selectAll()
    .where('sha', '=', tag)
    .executeTakeFirstOrThrow()
  const copies = Array.from({ length: total - 1 }, (_, at) => ({ ...row, uuid: `${uuid.slice(0, -6)}${100_000 + at}` }))
  await database.transaction(async db => {
    for (let from = 0; from < copies.length; from += 500)
      await db
        .insertInto('deploys')
        .values(copies.slice(from, from + 500))
        .execute()
  })
  return total
}
