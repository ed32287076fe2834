import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fillReadsAs } from '../../identity/emails/reads-as.ts'
import { SLICES } from '../../slices.ts'
import { eachEmptyDatabase, type World } from '../../testing/world.ts'
import type { Database } from '../db/database.ts'
import { newId } from '../db/ids.ts'
import { LATEST } from '../problems/instant.ts'
import { standingOf } from '../slices/derived.ts'
import { type Found, findAll, reportFindings } from './checks.ts'

const CHECKS = standingOf(SLICES)

const found = async (database: Database) => {
  const all: Found[] = []
  for await (const one of findAll(database, CHECKS)) all.push(one)
  return all
}

const descriptor = (tag: string) => `openapi: 3.0.1\ninfo:\n  title: ${tag}\n  x-cortex-tag: ${tag}\n`
const scorecard =
  'tag: ready\nname: Ready\nrules:\n  - title: Has an owner\n    expression: ownership != null\n    weight: 1\n'

/** Of each check, a row that it finds, put there past every rule; and who still reads and changes it. */
const samples = async (world: World) => {
  const { database, request, token } = world
  const admin = await world.person(['ADMIN'])
  const as = admin.session
  const save = (url: string, body: string) =>
    request({ method: 'POST', url, as, body, headers: { 'content-type': 'application/yaml' } })
  assert.equal((await save('/api/v1/open-api', descriptor('broken'))).status, 200)
  const saved = await save('/api/v1/scorecards/descriptor', scorecard)
  assert.equal(saved.status, 200, saved.text)
  const [far, limited] = [await token(admin, 'far'), await token(admin, 'limited')]
  await database.transaction(async db => {
    await db
      .updateTable('credentials')
      .set({ expires_at: LATEST + 1 })
      .where('cid', '=', far.cid)
      .execute()
    await db.updateTable('credentials').set({ allowed_permissions: 'FLY' }).where('cid', '=', limited.cid).execute()
    await db.updateTable('entities').set({ document: 'not json' }).where('tag', '=', 'broken').execute()
    await db.updateTable('scorecards').set({ document: '[]' }).where('tag', '=', 'ready').execute()
  })
  const titled = (title: string) => scorecard.replace('tag: ready', 'tag: titled').replace('Has an owner', title)
  assert.equal((await save('/api/v1/scorecards/descriptor', titled('Owned'))).status, 200)
  await database.transaction(async db => {
    const { id, document } = await db
      .selectFrom('scorecards')
      .select(['id', 'document'])
      .where('tag', '=', 'titled')
      .executeTakeFirstOrThrow()
    const written = document.replace('Owned', 'Own\u202eed')
    await db.updateTable('scorecards').set({ document: written }).where('id', '=', id).execute()
  })
  const hidden = await world.person(['USER'], 'Hid\u202eden')
  const [older, alike] = [await world.person(), await world.person()]
  await database.transaction(async db => {
    await db.updateTable('users').set({ email: 'vera@example.com' }).where('id', '=', older.id).execute()
    await db.updateTable('users').set({ email: 'v\u0435r\u0430@example.com' }).where('id', '=', alike.id).execute()
  })
  assert.equal((await save('/api/v1/open-api', descriptor('taken'))).status, 200)
  const { id: taken } = await database.transaction(db =>
    db
      .updateTable('entities')
      .set({ tag: 'batch' })
      .where('tag', '=', 'taken')
      .returning('id')
      .executeTakeFirstOrThrow(),
  )
  const types = '/api/v1/catalog/definitions'
  await request({ method: 'POST', url: types, as, body: { type: 'damaged', schema: {} } })
  await database.transaction(db =>
    db.updateTable('entity_types').set({ schema: '{' }).where('key', '=', 'damaged').execute(),
  )
  const changeRoles = (id: string) =>
    request({
      method: 'PATCH',
      url: `/api/v1/users/${id}`,
      as,
      body: { roles: [{ type: 'BASIC', role: 'MANAGER' }] },
    })
  const rename = (cid: string) =>
    request({ method: 'PUT', url: `/api/v1/auth/token/${cid}`, as, body: { name: 'renamed' } })
  return {
    instants: { id: far.cid, repair: () => rename(far.cid) },
    limits: {
      id: limited.cid,
      repair: () =>
        request({
          method: 'PUT',
          url: `/api/v1/auth/token/${limited.cid}`,
          as,
          body: { limits: { permissions: null } },
        }),
    },
    'entity documents': {
      id: 'broken',
      repair: () => save('/api/v1/open-api', `${descriptor('broken')}  description: again\n`),
    },
    'entity tags': {
      id: taken,
      // its descriptor names another tag, under which it can be created again
      repair: () => request({ method: 'DELETE', url: `/api/v1/catalog/${taken}`, as }),
    },
    'schemas of entity types': {
      id: 'damaged',
      repair: () => request({ method: 'PUT', url: `${types}/damaged`, as, body: { schema: {} } }),
    },
    'Scorecard documents': {
      id: 'ready',
      repair: () => save('/api/v1/scorecards/descriptor', `${scorecard}description: again\n`),
    },
    'Scorecard names': {
      id: 'titled',
      repair: async () => {
        const kept = await save('/api/v1/scorecards/descriptor', `${titled('Own\u202eed')}description: kept\n`)
        assert.equal(kept.status, 200, kept.text)
        return save('/api/v1/scorecards/descriptor', titled('Owned again'))
      },
    },
    names: {
      id: hidden.id,
      repair: () =>
        request({ method: 'PATCH', url: '/api/v1/auth/me', as: hidden.session, body: { name: 'Hid\u0064en' } }),
    },
    emails: { id: 'v\u0435r\u0430@example.com', repair: () => changeRoles(alike.id) },
  }
}

eachEmptyDatabase('standing checks', open => {
  test('find nothing where everything keeps the rules', async () => {
    const world = await open()
    const admin = await world.person(['ADMIN'])
    await world.request({ method: 'POST', url: '/api/v1/samples', as: admin.session })
    await world.token(admin)
    assert.deepEqual(await found(world.database), [])
    await reportFindings({
      database: world.database,
      log: { warn: () => assert.fail('there is nothing to report') },
      checks: CHECKS,
      before: () => fillReadsAs(world.database),
      signal: new AbortController().signal,
    })
  })

  test('find each row that a rule would refuse now, which can still be changed', async () => {
    const world = await open()
    const planted = await samples(world)
    const known: Readonly<Record<string, { id: string; repair: () => Promise<{ status: number; text: string }> }>> =
      planted
    for (const { name } of CHECKS) assert.ok(known[name], `a sample of ${name} is here`)
    await fillReadsAs(world.database)
    const all = await found(world.database)
    assert.deepEqual(
      all.map(({ check, id }) => [check, id]).toSorted(),
      [...Object.entries(known).map(([check, { id }]) => [check, id]), ['emails', 'vera@example.com']].toSorted(),
    )
    for (const { object, reason } of all) assert.match(`${object}: ${reason}`, /^[\w ]+: (its|it) /)
    const lines: unknown[] = []
    await reportFindings({
      database: world.database,
      log: { warn: (line: unknown) => lines.push(line) },
      checks: CHECKS,
      before: () => fillReadsAs(world.database),
      signal: new AbortController().signal,
    })
    assert.deepEqual(lines, [
      { found: Object.fromEntries(Object.keys(known).map(name => [name, name === 'emails' ? 2 : 1])) },
    ])
    for (const [name, { repair }] of Object.entries(known)) {
      const { status, text } = await repair()
      assert.equal(status, 200, `${name}: ${text}`)
    }
    assert.deepEqual(
      (await found(world.database)).map(({ check }) => check),
      ['instants', 'emails', 'emails'],
    )
  })

  test('look at every row, a hundred at a time', async () => {
    const { database } = await open()
    const row = {
      type: 'service',
      name: 'x',
      document: '{}',
      created_at: 0,
      updated_at: 0,
      sample: 0,
      version: 1,
    } as const
    const rows = Array.from({ length: 250 }, () => ({ ...row, id: newId('en'), tag: newId('en') }))
    await database.transaction(db => db.insertInto('entities').values(rows).execute())
    const planted = new Set(rows.map(({ tag }) => tag))
    assert.equal((await found(database)).filter(({ id }) => planted.has(id)).length, 250)
  })
})
