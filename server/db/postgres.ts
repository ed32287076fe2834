/** The shared engine: PostgreSQL, or anything that speaks its protocol, with any number of nodes on it. */
import { CompiledQuery, Kysely, PostgresDialect, type PostgresPool } from 'kysely'
import pg from 'pg'
import { type Database, SchemaTooNew, type Value } from './database.ts'
import { MIGRATIONS, statementsAfter } from './migrations.ts'
import type { Tables } from './tables.ts'

const MOST_ATTEMPTS = 12
/** A connection that hangs must not hold a request for ever. */
const LONGEST_QUERY_MS = 30_000
const LOCK = 0x706f7274 // one advisory lock for all nodes that migrate at once

const INT8 = 20
const NUMERIC = 1700
const asNumber = (text: string) => Number(text)

/** Whole numbers come back as numbers: all of ours are below 2^53. */
export const types = {
  getTypeParser: (id: number, format?: 'text' | 'binary') =>
    id === INT8 || id === NUMERIC ? asNumber : pg.types.getTypeParser(id, format === 'binary' ? 'binary' : 'text'),
}

const wantsAnotherTry = (error: unknown) =>
  typeof error === 'object' && error !== null && 'code' in error && (error.code === '40001' || error.code === '40P01')

const pause = (attempt: number) =>
  new Promise(resolve => setTimeout(resolve, Math.random() * 10 * 2 ** Math.min(attempt, 6)))

/** A pool as this file needs it; `pg.Pool` is one. */
export type Pool = PostgresPool & {
  query(query: { name?: string; text: string; values?: Value[] }): Promise<{ rows: unknown[] }>
}

const MOST_CONNECTIONS = 20

export const poolAt = (connectionString: string, max = MOST_CONNECTIONS): Pool & { totalCount: number } => {
  const pool = new pg.Pool({
    connectionString,
    max,
    connectionTimeoutMillis: 5_000,
    query_timeout: LONGEST_QUERY_MS,
    idle_in_transaction_session_timeout: 2 * LONGEST_QUERY_MS,
    keepAlive: true,
    types,
    application_name: 'portico',
  })
  // a connection that broke, idle or in use: the next query opens another, the one under way fails by itself
  pool.on('error', () => {})
  pool.on('connect', client => client.on('error', () => {}))
  return Object.assign(pool, {})
}

const migrate = async (db: Kysely<Tables>) =>
  db.connection().execute(async connection => {
    const run = (text: string, values: Value[] = []) =>
      connection.executeQuery<{ version: number }>(CompiledQuery.raw(text, values))
    await run('select pg_advisory_lock($1)', [LOCK])
    try {
      await run('create table if not exists schema_versions (version bigint primary key)')
      const [row] = (await run('select coalesce(max(version), 0) as version from schema_versions')).rows
      const from = row?.version ?? 0
      const known = MIGRATIONS.length
      if (from > known) throw new SchemaTooNew(from, known)
      await connection.transaction().execute(async transaction => {
        for (const statement of statementsAfter(from, 'postgres'))
          await transaction.executeQuery(CompiledQuery.raw(statement))
        for (let version = from + 1; version <= known; version++)
          await transaction.executeQuery(CompiledQuery.raw('insert into schema_versions values ($1)', [version]))
      })
      return { from, to: known }
    } finally {
      await run('select pg_advisory_unlock($1)', [LOCK])
    }
  })

export const openPostgres = (pool: Pool): Database => {
  let sent = 0
  const db = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool }),
    log: () => {
      sent++
    },
  })
  let named = 0
  return {
    db,
    async transaction(work) {
      for (let attempt = 1; ; attempt++) {
        try {
          return await db.transaction().setIsolationLevel('serializable').execute(work)
        } catch (error) {
          if (!wantsAnotherTry(error) || attempt === MOST_ATTEMPTS) throw error
          await pause(attempt)
        }
      }
    },
    statement<Row>(text: string) {
      const name = `hot-${++named}`
      return async (params: readonly Value[], transaction) => {
        if (transaction) return (await transaction.executeQuery<Row>(CompiledQuery.raw(text, [...params]))).rows
        sent++
        return (await pool.query({ name, text, values: [...params] })).rows as Row[]
      }
    },
    migrate: () => migrate(db),
    async backup() {
      throw new Error(
        'This database is PostgreSQL: back it up with pg_dump, e.g. pg_dump --format=custom --file=FILE "$PORTICO_DATABASE_URL"',
      )
    },
    statements: () => sent,
    close: () => db.destroy(),
  }
}
