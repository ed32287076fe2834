/** What every part of an entity is held to: its place in the contract, the tables that it reads, and the module that adds it. */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, suite, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { type CompiledQuery, sql } from 'kysely'
import { EntityDetails, EntitySummary } from '../../../contract/catalog/entities.ts'
import { countedTable } from '../../core/db/counted-table.ts'
import type { Database, Db } from '../../core/db/database.ts'
import { readsBy } from '../../core/db/sqlite-driver.ts'
import { loadLongReads, longReadsOf } from '../../core/slices/derived.ts'
import { SLICES } from '../../slices.ts'
import { type Engine, engines, sharedDatabase } from '../../testing/each-database.ts'
import { createWorld } from '../../testing/world.ts'
import { findEntity } from './entities.ts'
import { Family, relativesIn } from './family.ts'
import type { EntityPart, ReadPart } from './part.ts'
import { nameOf, PARTS } from './parts.ts'
import { rememberedIn } from './remembered.ts'
import { at, editor, newTag, partOfTest, partsOfSlices, yaml } from './testing.ts'

await loadLongReads(SLICES)

const ROOT = join(import.meta.dirname, '../../..')

/** They change only in a transaction that changes a row of `entities` as well. */
const WITH_ENTITIES =
  'entities entity_edges entity_groups entity_members entity_own entity_owners entity_sources entity_team_groups entity_texts'.split(
    ' ',
  )

const undeclared = ({ detail, row }: EntityPart) => [
  ...(detail && !(detail.name in EntityDetails.properties) ? [`EntityDetails lacks ${detail.name}`] : []),
  ...(row && !(row.name in EntitySummary.properties) ? [`EntitySummary lacks ${row.name}`] : []),
]

/** Of each table, the kinds of change that a trigger counts. */
const countedKinds = async (db: Db, isSqlite: boolean): Promise<{ table: string; kind: string }[]> => {
  const triggers = isSqlite
    ? sql<{ table: string; kind: string }>`select t.tbl_name as "table", k.value as kind from sqlite_schema t,
        json_each('["insert","update","delete"]') k where t.type = 'trigger' and t.sql like '%update catalog_changes set%'
        and t.sql like '% after ' || k.value || ' on %'`
    : sql<{
        table: string
        kind: string
      }>`select c.relname as "table", k.kind from pg_trigger t join pg_class c on c.oid = t.tgrelid
        join pg_proc p on p.oid = t.tgfoid join (values ('insert', 4), ('delete', 8), ('update', 16)) as k (kind, bit)
        on t.tgtype & k.bit > 0 where p.proname = 'count_catalog_change' and t.tgenabled = 'O'`
  return (await triggers.execute(db)).rows
}

const uncounted = async (db: Db, tables: readonly string[], isSqlite: boolean) => {
  const kinds = await countedKinds(db, isSqlite)
  return tables.flatMap(table =>
    ['insert', 'update', 'delete']
      .filter(kind => !kinds.some(one => one.table === table && one.kind === kind))
      .map(kind => `${kind} on ${table} is not counted`),
  )
}

const tablesIn = async (db: Db) =>
  (await sql<{ name: string }>`select name from sqlite_schema where type = 'table'`.execute(db)).rows.map(
    ({ name }) => name,
  )

/** The tables that a part names in its statements when it is read for an entity. */
const tablesReadBy = async ({ db }: Database, part: ReadPart, tag: string): Promise<string[]> => {
  const texts: string[] = []
  const noted = readsBy(<R>(query: CompiledQuery) => {
    texts.push(query.sql)
    return db.executeQuery<R>(query)
  })
  const row = await findEntity(db, tag)
  const nothing = { emails: [], groups: [], slackChannels: [] }
  const depth = { levels: 1, withGroups: false }
  const partOf = await part.read({ db: noted, rows: [row], depth, relatives: relativesIn(new Family([])) })
  partOf(row, () => nothing)
  const words = new Set(texts.flatMap(text => text.match(/(?<![.\w]|\.")\b\w+/g) ?? []))
  return (await tablesIn(db)).filter(table => words.has(table))
}

/** Statements of a table that answers must follow, as a migration has them. */
const makeCounted = async (database: Database, isSqlite: boolean) => {
  const step = countedTable('lamp_notes')
  const triggers = typeof step === 'string' ? [step] : isSqlite ? step.sqlite : step.postgres
  await database.transaction(async db => {
    for (const statement of ['create table lamp_notes (id text primary key, note text)', ...triggers])
      await sql.raw(statement).execute(db)
  })
}

test('every part of an entity is declared in the contract', () => {
  assert.deepEqual([...PARTS, ...partsOfSlices()].flatMap(undeclared), [])
  const lamps = partOfTest({ detail: { name: 'lamps2', isAsked: () => false }, reads: [], read: () => () => '' })
  assert.deepEqual(undeclared(lamps), ['EntityDetails lacks lamps2'])
})

test('every module that adds a part is loaded by the app and by the threads that read lists', () => {
  const loaded = new Set(longReadsOf(SLICES).map(url => fileURLToPath(url)))
  const adding = globSync('server/**/*.ts', { cwd: ROOT, exclude: ['**/*.test.ts', '**/testing*'] }).filter(file =>
    /\bentityPart\(/.test(readFileSync(join(ROOT, file), 'utf8')),
  )
  const forgotten = adding.filter(file => !loaded.has(join(ROOT, file)))
  assert.deepEqual(forgotten, [], 'name them in `longReads` of their slice')
})

const testsOn = (engine: Engine) => {
  const open = sharedDatabase(engine)
  const isSqlite = engine.name === 'SQLite'
  let database: Database
  before(async () => {
    ;({ database } = await open())
    await makeCounted(database, isSqlite)
  })

  test('each table that a part reads counts its changes', async () => {
    const tables = partsOfSlices().flatMap(({ reads }) => reads)
    assert.deepEqual(await uncounted(database.db, ['entities', ...tables], isSqlite), [])
    assert.deepEqual(await uncounted(database.db, ['lamp_notes'], isSqlite), [])
  })

  test('a table that does not is found', async () => {
    assert.deepEqual(await uncounted(database.db, ['settings'], isSqlite), [
      'insert on settings is not counted',
      'update on settings is not counted',
      'delete on settings is not counted',
    ])
  })

  test('a change to a counted table gives entities another entity tag, and lists are read again', async () => {
    const here = await createWorld(database)
    const { get, post } = await editor(here)
    const tag = newTag('noted')
    await post(yaml(tag))
    let made = 0
    const tagAndList = async () => {
      const known = await rememberedIn(database.db)
      return [(await get(at(tag))).headers.etag, await known(['list'], async () => `${++made}`)]
    }
    for (const text of [
      `insert into lamp_notes values ('a', 'on')`,
      `update lamp_notes set note = 'off'`,
      'delete from lamp_notes',
    ]) {
      const [etag, list] = await tagAndList()
      assert.deepEqual(await tagAndList(), [etag, list])
      await database.transaction(db => sql.raw(text).execute(db))
      const [nextEtag, nextList] = await tagAndList()
      assert.ok(nextEtag !== etag && nextList !== list, text)
    }
  })

  test('a part reads no other table than it declares, besides those that change with an entity', {
    skip: isSqlite ? false : 'the statements are the same on both engines',
  }, async () => {
    const tag = newTag('read')
    await (await editor(await createWorld(database))).post(yaml(tag))
    const undeclaredTables = async (part: ReadPart) => {
      const declared = new Set([...WITH_ENTITIES, ...part.reads])
      return (await tablesReadBy(database, part, tag)).filter(table => !declared.has(table))
    }
    for (const part of partsOfSlices()) assert.deepEqual(await undeclaredTables(part), [], nameOf(part))
    const reads = (...tables: ReadPart['reads']): ReadPart => ({
      reads: tables,
      read: async ({ db }) => {
        await db.selectFrom('settings').innerJoin('entities', 'entities.id', 'settings.key').select('value').execute()
        return () => undefined
      },
    })
    assert.deepEqual(await undeclaredTables(reads()), ['settings'])
    assert.deepEqual(await undeclaredTables(reads('settings')), [])
  })
}

for (const engine of engines) suite(`tables that parts read (${engine.name})`, () => testsOn(engine))
