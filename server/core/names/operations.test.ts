/** Every operation that takes a name refuses one that hides something, and what is stored with such a name stays editable. */
import assert from 'node:assert/strict'
import { before, suite, test } from 'node:test'
import type { TSchema } from 'typebox'
import { isTextBody, type OperationSpec, PUBLIC } from '../../../contract/core/operation.ts'
import { engines, sharedDatabase } from '../../testing/each-database.ts'
import { type Ask, createWorld, type World } from '../../testing/world.ts'
import { propertiesOf } from '../http/schema-parts.ts'
import { sampleOf } from '../http/testing-inputs.ts'

const BAD = [
  ['Ada\u202eLovelace', /has the invisible character U\+202E at position 4\./],
  ['a\u200bb', /has the invisible character U\+200B at position 2\./],
  ['\u2800', /has no visible character/],
] as const
const STORED = 'old\u202ename'

const isNamed = ({ body }: OperationSpec): boolean =>
  body !== undefined && !isTextBody(body) && nameIn(body) !== undefined
const nameIn = (body: TSchema) => propertiesOf(body).find(([name]) => name === 'name')?.[1]
const isOfStored = ({ body }: OperationSpec) => {
  const name = body && !isTextBody(body) ? nameIn(body) : undefined
  return name !== undefined && !('format' in name)
}

for (const engine of engines)
  suite(`names (${engine.name})`, () => {
    let world: World
    const open = sharedDatabase(engine)
    before(async () => {
      world = await createWorld((await open()).database)
    })

    const bodyWith = ({ body }: OperationSpec, name: string) => ({
      ...Object(body && !isTextBody(body) ? sampleOf(body) : {}),
      name,
    })

    test('no operation makes something with a name that hides something', async () => {
      const { database, dispose } = await engine.open()
      const world = await createWorld(database)
      const makers = world.app.routes.map(({ operation }) => operation).filter(one => isNamed(one) && !isOfStored(one))
      assert.ok(makers.length > 4)
      const [open, others] = [true, false].map(isOpen => makers.filter(({ needs }) => (needs === PUBLIC) === isOpen))
      await refuseAll(world, open ?? [], undefined) // while nobody exists: setting up is one of them
      await refuseAll(world, others ?? [], (await world.person(['ADMIN'])).session)
      await dispose()
    })

    const refuseAll = async ({ request }: World, operations: readonly OperationSpec[], as: Ask['as']) => {
      for (const operation of operations)
        for (const [name, details] of BAD) {
          const { status, body } = await request({
            method: operation.method,
            url: operation.path,
            as,
            headers: { 'sec-fetch-site': 'same-origin' },
            body: bodyWith(operation, name),
          })
          assert.deepEqual([status, body.field], [400, 'name'], `${operation.id} ${JSON.stringify(name)}`)
          assert.match(body.details, details)
        }
    }

    type Named = 'credentials' | 'roles' | 'users' | 'types' | 'relationship_types' | 'catalog_views'
    const storeName = (name: Named, id: string) => () =>
      world.database.transaction(db => {
        if (name === 'catalog_views') return db.updateTable(name).set({ name: STORED }).where('id', '=', id).execute()
        if (name === 'types')
          return db.updateTable('entity_types').set({ name: STORED }).where('key', '=', id).execute()
        if (name === 'relationship_types')
          return db.updateTable(name).set({ name: STORED }).where('key', '=', id).execute()
        if (name === 'users') return db.updateTable('users').set({ name: STORED }).where('id', '=', id).execute()
        return name === 'roles'
          ? db.updateTable('roles').set({ name: STORED }).where('tag', '=', id).execute()
          : db.updateTable('credentials').set({ name: STORED }).where('cid', '=', id).execute()
      })

    /** Of each operation that changes a name: where, what else it changes, and how a name of before comes to be stored. */
    const changes = async () => {
      const admin = await world.person(['ADMIN'])
      const as = admin.session
      const make = (url: string, body: unknown) => world.request({ method: 'POST', url, as, body })
      const key = await make('/api/v1/auth/key', { name: 'k', roles: [{ type: 'DEFAULT', role: 'USER' }] })
      const tag = `names-${admin.id.toLowerCase()}`
      await make('/api/v1/roles', { name: 'R', tag, permissions: [] })
      await make('/api/v1/catalog/definitions', { type: tag, name: 'T', schema: {} })
      await make('/api/v1/relationship-types', { name: 'T', tag, definitionLocation: 'BOTH' })
      const { cid } = await world.token(admin)
      const hook = { name: 'h', entityType: 'service', keys: ['k'], mapping: '{tag: "t", data: {}}', sample: '{}' }
      const hookId: string = (await make('/api/v1/data-webhooks', hook)).body.webhook.cid
      const keyId: string = key.body.cid
      const viewId: string = (await make('/api/v1/catalog-views', { name: 'v', shows: {} })).body.id
      return {
        as,
        known: {
          updateApiKey: {
            url: `/api/v1/auth/key/${keyId}`,
            other: { name: STORED, description: 'x' },
            store: storeName('credentials', keyId),
          },
          updateCatalogView: {
            url: `/api/v1/catalog-views/${viewId}`,
            other: { shows: { types: ['service'] } },
            store: storeName('catalog_views', viewId),
          },
          updateDataWebhook: {
            url: `/api/v1/data-webhooks/${hookId}`,
            other: { description: 'x' },
            store: storeName('credentials', hookId),
          },
          updateRole: { url: `/api/v1/roles/${tag}`, other: { description: 'x' }, store: storeName('roles', tag) },
          updatePersonalToken: {
            url: `/api/v1/auth/token/${cid}`,
            other: { description: 'x' },
            store: storeName('credentials', cid),
          },
          updateDefinition: {
            url: `/api/v1/catalog/definitions/${tag}`,
            other: { description: 'x' },
            store: storeName('types', tag),
          },
          updateRelationshipType: {
            url: `/api/v1/relationship-types/${tag}`,
            other: { description: 'x' },
            store: storeName('relationship_types', tag),
          },
          updateMe: { url: '/api/v1/auth/me', other: { name: STORED }, store: storeName('users', admin.id) },
        },
      }
    }

    test('no operation gives such a name to what exists, and one that is stored stays, and can be sent again', async () => {
      const { as, known } = await changes()
      const changing = world.app.routes.map(({ operation }) => operation).filter(isOfStored)
      assert.deepEqual(changing.map(({ id }) => id).toSorted(), Object.keys(known).toSorted())
      const places: Readonly<Record<string, { url: string; other: object; store: () => Promise<unknown> }>> = known
      for (const { id, method } of changing) {
        const place = places[id] ?? assert.fail(id)
        for (const [name, details] of BAD) {
          const { status, body } = await world.request({ method, url: place.url, as, body: { name } })
          assert.deepEqual([status, body.field], [400, 'name'], `${id} ${JSON.stringify(name)}`)
          assert.match(body.details, details)
        }
        await place.store()
        for (const body of [place.other, { ...place.other, name: STORED }]) {
          const kept = await world.request({ method, url: place.url, as, body })
          assert.equal(kept.status, 200, `${id} ${kept.text}`)
          assert.equal(kept.body.name, STORED, id)
        }
      }
    })

    const save = async (url: string, body: string, method: 'POST' | 'PATCH' = 'POST') =>
      world.request({
        method,
        url,
        as: (await world.person(['ADMIN'])).session,
        body,
        headers: { 'content-type': 'application/yaml' },
      })

    const entity = (title: string) => `openapi: 3.0.1\ninfo:\n  title: "${title}"\n  x-cortex-tag: named\n`

    test('an entity takes no such title, unless it has it already', async () => {
      const url = '/api/v1/open-api'
      for (const [name, details] of BAD) {
        const { status, body } = await save(url, entity(name))
        assert.equal(status, 400)
        assert.deepEqual([body.violations.length, body.violations[0].pointer], [1, '/info/title'])
        assert.match(body.violations[0].description, details)
      }
      assert.equal((await save(url, entity('fine'))).status, 200)
      assert.equal((await save(url, entity('a\u200bb'))).status, 400)
      await world.database.transaction(async db => {
        const { id } = await db.selectFrom('entities').select('id').where('tag', '=', 'named').executeTakeFirstOrThrow()
        await db.updateTable('entities').set({ name: STORED }).where('id', '=', id).execute()
        await db
          .updateTable('entity_sources')
          .set({ descriptor: entity(STORED) })
          .where('id', '=', id)
          .execute()
      })
      const patched = await save(url, 'info:\n  x-cortex-tag: named\n  description: new\n', 'PATCH')
      assert.equal(patched.status, 200, patched.text)
      assert.equal((await save(url, `${entity(STORED)}  description: newer\n`)).status, 200)
      assert.equal((await save(url, entity('a\u200bb'))).status, 400)
    })

    const scorecard = (name: string, level: string, title: string) =>
      `tag: named\nname: "${name}"\nladder:\n  levels:\n    - name: "${level}"\n      rank: 1\n` +
      `rules:\n  - title: "${title}"\n    expression: ownership != null\n    level: "${level}"\n`

    test('a Scorecard takes no such name, level or title, unless it has it already', async () => {
      const url = '/api/v1/scorecards/descriptor'
      for (const [bad, details] of BAD)
        for (const text of [scorecard(bad, 'l', 't'), scorecard('n', bad, 't'), scorecard('n', 'l', bad)]) {
          const { status, body } = await save(url, text)
          assert.equal(status, 400, text)
          assert.match(body.details, details)
        }
      assert.equal((await save(url, scorecard('n', 'l', 'two\\nlines'))).status, 200)
      await world.database.transaction(db =>
        db.updateTable('scorecards').set({ name: STORED }).where('tag', '=', 'named').execute(),
      )
      assert.equal((await save(url, scorecard(STORED, 'l', 'other'))).status, 200)
      assert.equal((await save(url, scorecard(STORED, 'l', BAD[0][0]))).status, 400)
    })

    test('a client that asks for a code cannot hide what it is called', async () => {
      const start = (client: string) =>
        world.request({ method: 'POST', url: '/api/v1/auth/device', body: { client }, from: '10.1.0.1' })
      const { status, body } = await start('Slack\u202e')
      assert.deepEqual([status, body.details], [400, 'client: has the invisible character U+202E at position 6.'])
      assert.equal((await start('')).status, 200)
    })
  })
