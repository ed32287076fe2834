/**
 * Fills a database of either engine with many rows of everything that grows, in SQL that both understand: in seconds, where the
 * product's own writes would take minutes. Statistics are switched off on PostgreSQL, so that plans are seen without them.
 */
import { sql } from 'kysely'
import type { Database, Db } from '../core/db/database.ts'
import { hashOf, last4Of, newOpaqueSecret, newSecret } from '../core/secrets/secret.ts'

import {
  dependencies,
  RELATIONSHIP_TYPES,
  REPORTED_MOST,
  relationships,
  relationshipTypes,
  reported,
} from './rows/around-entities.ts'
import { entities, family } from './rows/entities.ts'
import { history, WEBHOOKS, webhooks } from './rows/history.ts'
import { credentials, people, roles, TOKENS_A_PERSON, uses } from './rows/identity.ts'
import { crews, members, TEAMS } from './rows/teams.ts'
import { DAY, id, idOf, NOW, type Rows } from './rows/values.ts'
import { versions } from './rows/versions.ts'

const fill = async (db: Db, rows: number, [table, columns, values]: Rows) => {
  await sql
    .raw(
      `insert into ${table} (${columns}) with recursive n (i) as (select cast(0 as bigint) union all select i + 1 from n where i < ${rows - 1})
        select ${values} from n`,
    )
    .execute(db)
}

/** How the bench signs in: a session and a token of the first administrator. */
export type Entry = { readonly cookie: string; readonly bearer: string }

const addEntry = async (db: Db): Promise<Entry> => {
  const [cookie, bearer] = [newOpaqueSecret(), newSecret('personal')]
  await db
    .updateTable('sessions')
    .set({ hash: hashOf(cookie) })
    .where('id', '=', idOf('ss', 0))
    .execute()
  await db
    .updateTable('secrets')
    .set({ hash: hashOf(bearer), last4: last4Of(bearer) })
    .where('cid', '=', idOf('pt', 1))
    .execute()
  return { cookie, bearer }
}

const TOKENS_OF_THE_FIRST = 1000

const ownMany = (db: Db) =>
  db
    .updateTable('credentials')
    .set({ owner_id: idOf('us', 0) })
    .where('kind', '=', 'personal')
    .where('cid', '<', idOf('pt', TOKENS_OF_THE_FIRST))
    .execute()

const withoutStatistics = async (db: Db) => {
  const { rows } = await sql<{ name: string }>`
    select tablename as name from pg_tables where schemaname = current_schema()`.execute(db)
  for (const { name } of rows) await sql`alter table ${sql.table(name)} set (autovacuum_enabled = false)`.execute(db)
}

/** A migrated, empty database becomes one of a large workspace. */
export const seedRows = (database: Database, { rows, isPostgres }: { rows: number; isPostgres: boolean }) =>
  database.transaction(async db => {
    if (isPostgres) await withoutStatistics(db)
    await fill(db, 200, roles)
    for (const one of people) await fill(db, rows, one)
    const owner = id('us', `(i / ${TOKENS_A_PERSON})`)
    for (const one of credentials('pt', 'personal', owner)) await fill(db, rows, one)
    for (const one of credentials('ak', 'workspace', 'null')) await fill(db, rows, one)
    await fill(db, rows, uses)
    await sql`delete from credential_uses where last_used_at > ${NOW - 10 * DAY}`.execute(db)
    for (const one of entities) await fill(db, rows, one)
    await fill(db, Math.min(TEAMS, rows), members)
    await fill(db, rows, dependencies)
    for (const one of crews) await fill(db, rows / 10, one)
    if (rows > REPORTED_MOST) for (const one of [...reported, ...versions(isPostgres)]) await fill(db, rows, one)
    await fill(db, RELATIONSHIP_TYPES, relationshipTypes)
    await fill(db, rows - 101, relationships)
    await ownMany(db)
    const [edges, half] = family(rows / 2)
    await fill(db, half, edges)
    await fill(db, WEBHOOKS, webhooks)
    for (const one of history) await fill(db, rows, one)
    return addEntry(db)
  })
