/** Whether searches have their index on PostgreSQL: its extension may not be created by everybody. */
import { sql } from 'kysely'
import type { Db } from './database.ts'
import { isSqlite } from './look-up.ts'
import { TEXT_TABLES, type TextTable } from './search.ts'

const indexOf = (table: TextTable) => `create index ${table}_words on ${table} using gin (text gin_trgm_ops);`

/** What an administrator of the database has to run so that searches have an index; undefined where they have one. */
export const missingForSearch = async (db: Db): Promise<string | undefined> => {
  if (isSqlite(db)) return undefined
  const { rows } = await sql<{ name: string }>`select indexname as name from pg_indexes
    where schemaname = current_schema() and indexname in (${sql.join(TEXT_TABLES.map(table => `${table}_words`))})`.execute(
    db,
  )
  const there = new Set(rows.map(({ name }) => name))
  const missing = TEXT_TABLES.filter(table => !there.has(`${table}_words`))
  return missing.length === 0
    ? undefined
    : ['create extension if not exists pg_trgm;', ...missing.map(indexOf)].join(' ')
}
