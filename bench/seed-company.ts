/** Fills a database of either engine with a company of `examples/`: its first part as the product stores it, copies of that by SQL. */
import { sql } from 'kysely'
import { companyOf, scaleFor } from '../examples/company.ts'
import { describe } from '../server/catalog/entities/descriptor.ts'
import { insertEntity } from '../server/catalog/entities/entities.ts'
import type { Database, Db } from '../server/core/db/database.ts'
import { indexTexts } from '../server/core/db/search.ts'
import type { Tables } from '../server/core/db/tables.ts'
import { hashOf, last4Of, newOpaqueSecret, newSecret } from '../server/core/secrets/secret.ts'
import { NOW } from '../server/testing/rows/values.ts'
// so that the blocks of descriptors are kept as the server keeps them
import '../server/slices.ts'

const SEED = 1
const DAY = 86_400_000
/** So many are stored by the product; more are copies. */
const STORED = 10_000
const IN_ONE_TRANSACTION = 500

export type Stored = { readonly tag: string; readonly type: string }

/** Stores the first `count` entities of a company. */
export const insertCompany = async (database: Database, count: number): Promise<Stored[]> => {
  const { entities } = companyOf({ seed: SEED, scale: scaleFor(count) })
  const all = [...entities().take(count)]
  for (let start = 0; start < all.length; start += IN_ONE_TRANSACTION)
    await database.transaction(async db => {
      for (const { yaml } of all.slice(start, start + IN_ONE_TRANSACTION)) {
        const { entity, violations } = describe(yaml)
        if (!entity) throw new Error(JSON.stringify(violations))
        await insertEntity(db, { entity, source: yaml, now: NOW })
      }
    })
  return all
}

/** Those that refer to an entity or its tag, after those that they refer to. */
const COPIED = [
  'entities',
  'entity_sources',
  'entity_texts',
  'entity_own',
  'entity_groups',
  'entity_members',
  'entity_team_groups',
  'entity_owners',
  'entity_edges',
  'custom_data',
  'dependencies',
  'relationships',
] as const satisfies readonly (keyof Tables)[]

const IDS = new Set(['id', 'entity_id', 'declared_by', 'caller_id', 'other_id'])
const TAGS = new Set(['tag', 'parent_tag', 'child_tag', 'callee', 'callee_tag', 'source', 'destination'])

/** Columns of the same name that are something else. */
const AS_IT_IS: Readonly<Record<string, readonly string[]>> = { custom_data: ['source'], dependencies: ['source'] }

const copiedAs = (table: string, column: string, copy: number) => {
  if (IDS.has(column)) return `'e' || '${copy}' || substr(${column}, 3)`
  return TAGS.has(column) && !AS_IT_IS[table]?.includes(column) ? `${column} || '-copy-${copy}'` : column
}

/** Only the first ones are copied: those that came as copies have another beginning. */
const ORIGINAL = (column: string) => `substr(${column}, 1, 2) = 'en'`

const copyAll = async (db: Db, copy: number) => {
  const tables = await db.introspection.getTables()
  for (const name of COPIED) {
    const columns = tables.find(table => table.name === name)?.columns.map(column => column.name) ?? []
    const key = columns.find(column => IDS.has(column)) ?? ''
    const values = columns.map(column => copiedAs(name, column, copy)).join()
    await sql
      .raw(`insert into ${name} (${columns.join()}) select ${values} from ${name} where ${ORIGINAL(key)}`)
      .execute(db)
  }
}

const LEVELS = 3
const BELOW = 10
/** The top of a tree with 10 below each, 1,110 nodes and itself. */
export const TREE = 'tree'

const treeEntity = (tag: string, parent: string | undefined) =>
  `openapi: 3.0.1\ninfo:\n  title: Node ${tag}\n  description: One of a large domain.\n  x-cortex-tag: ${tag}\n  x-cortex-type: domain\n  x-cortex-groups: [tree, level-${tag.split('-').length}]\n${parent === undefined ? '' : `  x-cortex-parents:\n    - tag: ${parent}\n`}`

export const addTree = (database: Database) =>
  database.transaction(async db => {
    const add = async (tag: string, parent: string | undefined, level: number) => {
      const source = treeEntity(tag, parent)
      const { entity } = describe(source)
      if (entity) await insertEntity(db, { entity, source, now: NOW })
      if (level < LEVELS) for (let i = 0; i < BELOW; i++) await add(`${tag}-${i}`, tag, level + 1)
    }
    await add(TREE, undefined, 0)
  })

export type Filled = { readonly entities: number; readonly cookie: string; readonly bearer: string }

const USER = 'us0000000000000000'
const CREDENTIAL = 'pt0000000000000000'

/** An administrator with a session and a token. */
const addAdministrator = (database: Database) =>
  database.transaction(async db => {
    const [cookie, bearer] = [newOpaqueSecret(), newSecret('personal')]
    const now = NOW
    const user = {
      id: USER,
      email: 'bench@example.com',
      name: 'Bench',
      created_at: now,
      sample: 0,
      version: 1,
    } as const
    await db.insertInto('users').values(user).execute()
    await db.insertInto('role_grants').values({ holder_id: USER, role: 'ADMIN', source: 'direct' }).execute()
    const session = {
      hash: hashOf(cookie),
      id: 'ss0000000000000001',
      user_id: USER,
      created_at: now,
      expires_at: now + DAY,
    }
    const from = { address: '127.0.0.1', client: 'bench', method: 'PASSWORD', proved_at: now } as const
    await db
      .insertInto('sessions')
      .values({ ...session, ...from })
      .execute()
    const credential = {
      cid: CREDENTIAL,
      kind: 'personal',
      owner_id: USER,
      name: 'bench',
      created_at: now,
      version: 1,
    } as const
    await db.insertInto('credentials').values(credential).execute()
    const secret = { hash: hashOf(bearer), cid: CREDENTIAL, last4: last4Of(bearer), created_at: now }
    await db.insertInto('secrets').values(secret).execute()
    return { cookie, bearer }
  })

export const fillCompany = async (database: Database, entities: number): Promise<Filled> => {
  await database.migrate()
  await insertCompany(database, Math.min(entities, STORED))
  const copies = Math.min(9, Math.ceil(entities / STORED) - 1)
  for (let copy = 1; copy <= copies; copy++) await database.transaction(db => copyAll(db, copy))
  await addTree(database)
  await indexTexts(database, 2 * entities)
  return { entities: Math.min(entities, STORED) * (copies + 1), ...(await addAdministrator(database)) }
}
