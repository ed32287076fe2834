/** One row that cannot be read never takes a page with it: of every table, copies with garbage in one column after the other. */
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { sql } from 'kysely'
import type { Db } from './core/db/database.ts'
import { engines, sharedDatabase } from './testing/each-database.ts'
import { createWorld, type World } from './testing/world.ts'

type Row = Record<string, unknown>

const TEXTS = ['', '{}', '[null]', 'not json']
const NUMBERS = [9e15, -9e15]

/** SQLite takes any text for a number; PostgreSQL refuses it. A column that holds nothing may be of either type. */
const garbageFor = (value: unknown) => (typeof value === 'string' ? TEXTS : [...NUMBERS, 'not a number'])

/** Columns of which no two rows may have the same. */
const OWN: Readonly<Record<string, readonly string[]>> = {
  users: ['id', 'email'],
  roles: ['id', 'tag'],
  sessions: ['hash', 'id'],
  credentials: ['cid'],
  entities: ['id', 'tag'],
  scorecards: ['id', 'tag'],
  identities: ['subject'],
  token_hours: ['hour'],
  token_places: ['place'],
  entity_owners: ['position'],
}

const insert = async (db: Db, table: string, row: Row) => {
  const names = Object.keys(row).map(name => sql.ref(name))
  await sql`insert into ${sql.table(table)} (${sql.join(names)}) values (${sql.join(Object.values(row))})`.execute(db)
}

/** False where the database itself refuses the row. */
const plant = async (db: Db, work: () => Promise<void>) => {
  await sql`savepoint planting`.execute(db)
  try {
    await work()
    return true
  } catch {
    await sql`rollback to savepoint planting`.execute(db)
    return false
  }
}

let copies = 0

const copyOf = (table: string, row: Row): Row => {
  copies++
  const own = (OWN[table] ?? ['id']).filter(name => name in row)
  return {
    ...row,
    ...Object.fromEntries(
      own.map(name => [name, typeof row[name] === 'number' ? Number(row[name]) + copies : `${row[name]}-${copies}`]),
    ),
  }
}

/** A list of tokens reads the current secret too; a list of entities, the relatives. */
const plantAround = async (db: Db, table: string, { cid, id, tag }: Row) => {
  if (table === 'credentials')
    await insert(db, 'secrets', { hash: `planted-${cid}`, cid, last4: 'abcd', created_at: 0, is_current: 1 })
  if (table === 'entities')
    for (const [parent, child] of [
      ['checkout', tag],
      [tag, 'checkout'],
    ])
      await insert(db, 'entity_edges', { declared_by: id, parent_tag: parent, child_tag: child, position: 1 })
}

const plantAll = async (db: Db, table: string): Promise<Row[]> => {
  const planted: Row[] = []
  const byKind = table === 'credentials' ? ['personal', 'workspace'] : ['']
  for (const kind of byKind) {
    const { rows } =
      await sql<Row>`select * from ${sql.table(table)} ${kind ? sql`where kind = ${kind}` : sql``} limit 1`.execute(db)
    for (const row of rows)
      for (const column of Object.keys(row))
        for (const value of garbageFor(row[column])) {
          const broken = { ...copyOf(table, row), [column]: value }
          const isThere = await plant(db, async () => {
            await insert(db, table, broken)
            await plantAround(db, table, broken)
          })
          if (isThere) planted.push(broken)
        }
  }
  return planted
}

/** A workspace with something of everything. */
const seed = async (world: World) => {
  const admin = await world.person(['ADMIN'])
  const as = admin.session
  const send = async (method: 'POST' | 'PUT' | 'DELETE', url: string, body: object = {}) => {
    const { status, body: answer, text } = await world.request({ method, url, as, body })
    assert.ok(status < 300, `${method} ${url}: ${text}`)
    return answer
  }
  await send('POST', '/api/v1/samples')
  await send('POST', '/api/v1/roles', { name: 'Reader', tag: 'reader', permissions: ['VIEW_CATALOGS'] })
  const limits = { readOnly: true, addressRanges: ['127.0.0.0/8'] }
  const { cid } = await send('POST', '/api/v1/auth/token', { name: 'one', limits })
  await send('POST', `/api/v1/auth/token/${cid}/rotate`, { overlapHours: 1 })
  const key = await send('POST', '/api/v1/auth/key', { name: 'key', roles: [{ type: 'DEFAULT', role: 'USER' }] })
  const webhook = await send('POST', '/api/v1/webhooks', {
    url: 'https://example.com/hook',
    events: ['token.expiring'],
  })
  await send('POST', `/api/v1/webhooks/${webhook.id}/ping`)
  const { bearer } = await world.token(admin, 'used')
  await world.request({ url: '/api/v1/catalog', as: { bearer } })
  await world.app.flush()
  const ending = { what: 'token', name: 'one', last4: 'abcd', endsAt: 5, timeZone: null, owner: null, unused: null }
  const notice = { id: 'no1', user_id: admin.id, kind: 'token-expiring', subject: cid, facts: JSON.stringify(ending) }
  await world.database.transaction(async db => {
    await insert(db, 'notices', { ...notice, created_at: world.time.now, dismissed_at: null, ends_at: null })
    await insert(db, 'identities', { issuer: 'https://example.com', subject: 's', user_id: admin.id, created_at: 0 })
  })
  return { as, ids: { cid, key: key.cid, webhook: webhook.id, user: admin.id } }
}

type Seeded = Awaited<ReturnType<typeof seed>>

const filled = (path: string, { ids }: Seeded) =>
  path
    .replace('/key/{cid}', `/key/${ids.key}`)
    .replace('/webhooks/{id}', `/webhooks/${ids.webhook}`)
    .replace('/users/{id}', `/users/${ids.user}`)
    .replace('{cid}', ids.cid)
    .replace('{tagOrId}', 'checkout')
    .replace('{tag}', 'production-readiness')

/** Every operation that only reads, on what is there and right. */
const readsOf = ({ app }: World, seeded: Seeded) =>
  app.routes
    .map(({ operation }) => operation)
    .filter(({ method, path }) => method === 'GET' && !path.includes('/oidc/'))
    .map(({ path, id, query }) => {
      const isPaged = query && 'pageSize' in Object(query).properties
      return { id, url: filled(path, seeded) + (isPaged ? '?pageSize=1000' : '') }
    })

/** What identifies the rows of an answer's lists. */
const listedIn = (body: unknown): string[] =>
  Object.values(Object(body)).flatMap(value =>
    Array.isArray(value) ? value.map(row => row?.cid ?? row?.id ?? row?.tag).filter(id => typeof id === 'string') : [],
  )

const TABLES = [
  ...['users', 'identities', 'roles', 'role_grants', 'sessions', 'credentials', 'secrets', 'token_uses', 'token_hours'],
  ...[
    'token_places',
    'entities',
    'entity_groups',
    'entity_owners',
    'entity_edges',
    'scorecards',
    'audit_logs',
    'settings',
  ],
  ...['notices', 'webhooks', 'webhook_deliveries', 'credential_uses', 'secret_uses', 'session_uses'],
]

/** Where a row is removed, so that nobody needs the database's own tools for it. */
const REMOVED_AT: Readonly<Record<string, (row: Row) => string>> = {
  credentials: ({ cid, kind }) => `/api/v1/auth/${kind === 'workspace' ? 'key' : 'token'}/${cid}`,
  entities: ({ tag }) => `/api/v1/catalog/${tag}`,
  scorecards: ({ tag }) => `/api/v1/scorecards/${tag}`,
  roles: ({ tag }) => `/api/v1/roles/${tag}`,
  webhooks: ({ id }) => `/api/v1/webhooks/${id}`,
  sessions: ({ id }) => `/api/v1/auth/sessions/${id}`,
  notices: ({ id }) => `/api/v1/notices/${id}`,
}

const ENV = { PORTICO_SECRET_KEY: 'x'.repeat(32) }

for (const engine of engines)
  suite(`a row that cannot be read (${engine.name})`, () => {
    const open = sharedDatabase(engine)
    test('leaves every page and every other row there, is named, and can be removed', async () => {
      const { database } = await open()
      const world = await createWorld(database, ENV, false)
      const seeded = await seed(world)
      const ask = (url: string) => world.request({ url, as: seeded.as })
      const reads = readsOf(world, seeded)
      const before = new Map<string, string[]>()
      for (const { id, url } of reads) before.set(id, listedIn((await ask(url)).body))
      const planted = new Map<string, Row[]>()
      for (const table of TABLES) planted.set(table, await database.transaction(db => plantAll(db, table)))
      const named = new Set<string>()
      for (const { id, url } of reads) {
        const { status, body, text } = await ask(url)
        assert.ok(status < 500, `${id} ${url}: ${text}`)
        const left = new Set(listedIn(body))
        assert.deepEqual(
          (before.get(id) ?? []).filter(one => !left.has(one)),
          [],
          `${id} lists what it did`,
        )
        if (body?.unreadable) named.add(id)
      }
      for (const id of ['listAllEntities', 'listScorecards', 'getAuditLogs', 'listNotices'])
        assert.ok(named.has(id), id)
      for (const [table, urlOf] of Object.entries(REMOVED_AT))
        for (const row of planted.get(table) ?? []) {
          const { status, text } = await world.request({ method: 'DELETE', url: urlOf(row), as: seeded.as })
          assert.ok(status < 500, `${table} ${JSON.stringify(row)}: ${text}`)
        }
    })
  })
