import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fastify from 'fastify'
import * as T from 'typebox'
import { operation, PUBLIC } from '../../../contract/core/operation.ts'
import { engines, sharedDatabase } from '../../testing/each-database.ts'
import { createWorld } from '../../testing/world.ts'
import { ANONYMOUS } from '../callers/actor.ts'
import { writeAudit } from '../changes/audit.ts'
import type { Entry } from '../changes/entry.ts'
import { raiserOf, type Subscribers } from '../changes/events.ts'
import type { Kind } from '../changes/writes.ts'
import { conflict } from '../problems/problems.ts'
import { readsInPlace } from '../reads/reads.ts'
import { answerErrors } from './errors.ts'
import { AfterCommit, type Context, mountAll, on } from './mount.ts'

const write = operation({
  id: 'write',
  method: 'POST',
  path: '/api/v1/writes',
  tag: 'Test',
  summary: 'Writes a setting',
  needs: PUBLIC,
  writes: true,
  versioned: true,
  body: T.Object({ key: T.String() }),
  answers: { 201: T.Object({ key: T.String() }) },
})

const entry = { action: 'CREATE', objectType: 'PROFILE', objectIdentifier: 'x' } as const

type Handle = (body: { key: string }, context: Context) => Promise<unknown>

for (const engine of engines) {
  const open = sharedDatabase(engine)

  const appWith = async (handle: Handle, subscribers: Subscribers = {}) => {
    const { database } = await open()
    const app = fastify()
    answerErrors(
      app,
      (_, error) => error,
      () => {},
    )
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    const route = on(write, {
      handle: async ({ body }, context) => {
        await context.db.insertInto('settings').values({ key: body.key, value: 'x' }).execute()
        const result = await handle(body, context)
        return result instanceof AfterCommit ? result : { key: body.key }
      },
    })
    const services = { ...(await createWorld(database)).app.services, raiserOf: raiserOf([subscribers]) }
    mountAll(
      app,
      {
        db: database.db,
        transaction: work => database.transaction(work),
        clock: () => 1,
        hasMail: false,
        services,
        longReads: readsInPlace(database.db),
        writeAudit,
        authorize: () => async () => ANONYMOUS,
        allow: async () => {},
        admit: async () => {},
        actorOf: () => ANONYMOUS,
        checkBody: () => {},
        clientOf: () => 'test',
        addressOf: () => '127.0.0.1',
        cookieOf: () => undefined,
      },
      [route],
    )
    const post = async (key: string, headers: Record<string, string> = {}) =>
      (await app.inject({ method: 'POST', url: '/api/v1/writes', payload: { key }, headers })).statusCode
    const isStored = async (key: string) =>
      (await database.db.selectFrom('settings').select('key').where('key', '=', key).executeTakeFirst()) !== undefined
    return { post, isStored, database }
  }

  test(`a write that leaves no audit row fails and stores nothing (${engine.name})`, async () => {
    const { post, isStored } = await appWith(async () => {})
    assert.equal(await post('silent'), 500)
    assert.equal(await isStored('silent'), false)
  })

  test(`a write and its audit row are stored together (${engine.name})`, async () => {
    const { post, isStored, database } = await appWith((_, { audit }) => audit(entry))
    assert.equal(await post('told'), 201)
    assert.equal(await isStored('told'), true)
    assert.ok(
      await database.db.selectFrom('audit_logs').select('id').where('object_type', '=', 'PROFILE').executeTakeFirst(),
    )
  })

  test(`every audit row is an event, in the same transaction (${engine.name})`, async () => {
    const events: Entry[] = []
    const subscribers: Subscribers = {
      write: async (event, { db }) => {
        const { key } = await db
          .selectFrom('settings')
          .select('key')
          .where('key', '=', 'event')
          .executeTakeFirstOrThrow()
        events.push({ ...event, objectIdentifier: key })
        if (events.length === 1) throw conflict('A subscriber refuses.')
      },
    }
    const { post, isStored } = await appWith((_, { audit }) => audit(entry), subscribers)
    assert.equal(await post('event'), 409)
    assert.equal(await isStored('event'), false)
    assert.equal(await post('event'), 201)
    assert.deepEqual(events, [
      { ...entry, objectIdentifier: 'event' },
      { ...entry, objectIdentifier: 'event' },
    ])
  })

  test(`a change or removal holds to the version that the call names (${engine.name})`, async () => {
    type Row = { version: number; name: string }
    const kind: Kind<Row> = { type: 'PROFILE', idOf: () => 'x', facts: ({ name }) => ({ name }) }
    const [before, after] = [
      { version: 3, name: 'a' },
      { version: 4, name: 'b' },
    ]
    const { post, isStored } = await appWith(({ key }, { changed, removed }) =>
      key.startsWith('changed') ? changed(kind, before, after) : removed(kind, before),
    )
    for (const what of ['changed', 'removed']) {
      assert.equal(await post(`${what}-stale`, { 'if-match': '"2"' }), 409)
      assert.equal(await isStored(`${what}-stale`), false)
      assert.equal(await post(`${what}-seen`, { 'if-match': '"3"' }), 201)
      assert.equal(await post(`${what}-blind`), 201)
    }
  })

  test(`a problem after the audit row takes both back (${engine.name})`, async () => {
    const { post, isStored, database } = await appWith(async (_, { audit }) => {
      await audit({ ...entry, objectIdentifier: 'taken back' })
      throw conflict('Too late.')
    })
    assert.equal(await post('undone'), 409)
    assert.equal(await isStored('undone'), false)
    assert.equal(
      await database.db
        .selectFrom('audit_logs')
        .select('id')
        .where('object_identifier', '=', 'taken back')
        .executeTakeFirst(),
      undefined,
    )
  })

  test(`what says that nothing is written needs no audit row, and has written nothing (${engine.name})`, async () => {
    const { post, isStored } = await appWith(async (_, { nothing }) => nothing())
    assert.equal(await post('dry'), 201)
    assert.equal(await isStored('dry'), false)
  })

  test(`what leaves no audit row on purpose is stored (${engine.name})`, async () => {
    const { post, isStored } = await appWith(async (_, { unaudited }) => unaudited('a test'))
    assert.equal(await post('unaudited'), 201)
    assert.equal(await isStored('unaudited'), true)
  })

  test(`an answer can be completed after the commit, and is not after a rollback (${engine.name})`, async () => {
    const stored: boolean[] = []
    const { post, isStored } = await appWith(async ({ key }, { audit }) => {
      await audit(entry)
      if (key === 'refused') throw conflict('No.')
      return new AfterCommit(async () => {
        stored.push(await isStored(key))
        return { key }
      })
    })
    assert.equal(await post('refused'), 409)
    assert.deepEqual(stored, [])
    assert.equal(await post('completed'), 201)
    assert.deepEqual(stored, [true])
  })

  test(`what is to happen after the commit does not happen after a rollback (${engine.name})`, async () => {
    let happened = 0
    const { post } = await appWith(async ({ key }, { audit, afterCommit }) => {
      afterCommit(() => happened++)
      await audit(entry)
      if (key === 'fails') throw conflict('No.')
    })
    await post('fails')
    assert.equal(happened, 0)
    await post('works')
    assert.equal(happened, 1)
  })
}

test('few handlers write without an audit row, and each says why', () => {
  const root = join(import.meta.dirname, '../../..')
  const uses = globSync('server/**/*.ts', { cwd: root, exclude: ['**/*.test.ts'] }).flatMap(file => {
    const found = readFileSync(join(root, file), 'utf8').match(/\bunaudited\('[^']{20,}'\)/g) ?? []
    return found.map(() => file)
  })
  assert.deepEqual(uses.sort(), [
    'server/core/http/bulk-delete.ts',
    'server/identity/device/routes.ts',
    'server/identity/device/routes.ts',
    'server/outbound/notices/routes.ts',
  ])
})
