/** The shared engine: PostgreSQL, or anything that speaks its protocol, with any number of nodes on it. */
import { CompiledQuery } from 'kysely'
import {
  type Database,
  type Db,
  SchemaTooNew,
  settle,
  type TransactionOptions,
  type Value,
  type Work,
} from './database.ts'
import { OutcomeUnknown } from './failures.ts'
import { fateOf, LONGEST_SEARCH_MS } from './fate.ts'
import { newOrderedId } from './ids.ts'
import { MIGRATIONS, statementsAfter } from './migrations.ts'
import { builderOn, CommitLost, postgresFailure } from './postgres-driver.ts'
import type { Client, Pool, Query, Result } from './postgres-pool.ts'
import { type Builder, LOCK, repeater } from './postgres-repeat.ts'
import { statementNames } from './statement-names.ts'
import { instant, LONGEST_WAIT_MS } from './turns.ts'

/** A statement of the hot path, which is named: the server has it prepared once per connection. */
const askOn = async (pool: Pool, query: Query): Promise<Result> => {
  let client: Client | undefined
  try {
    client = await pool.connect()
    const result = await client.query(query)
    client.release()
    return result
  } catch (error) {
    client?.release(true)
    throw postgresFailure(error)
  }
}

/** In one transaction, so that it also works where each may run on another connection; it takes as long as it takes. */
const migrateOn = async (client: Client) => {
  const run = (text: string, values: Value[] = []) => client.query({ text, values })
  await run('begin read write')
  try {
    await run('set local statement_timeout = 0')
    await run('set local idle_in_transaction_session_timeout = 0')
    await run('select pg_advisory_xact_lock($1)', [LOCK]) // one for all nodes that migrate at once
    await run('create table if not exists schema_versions (version bigint primary key)')
    const { rows } = await run('select version from schema_versions')
    const from = rows.length // one row for each
    const known = MIGRATIONS.length
    if (from > known) throw new SchemaTooNew(from, known)
    for (const statement of statementsAfter(from, 'postgres')) await run(statement)
    for (let version = from + 1; version <= known; version++)
      await run('insert into schema_versions values ($1)', [version])
    await run('commit')
    return { from, to: known }
  } catch (error) {
    await run('rollback').catch(() => {})
    throw postgresFailure(error)
  }
}

/** No plan depends on statistics, but with them some are better, and those of before a migration may mislead. */
const analyze = async (client: Client) => {
  for (const text of ['begin read write', 'set local statement_timeout = 0', 'analyze', 'commit'])
    await client.query({ text })
}

const migrate = async (pool: Pool) => {
  const client = await pool.connect()
  try {
    const versions = await migrateOn(client)
    if (versions.from > 0 && versions.from < versions.to) await analyze(client).catch(() => {}) // autovacuum does it later
    return versions
  } finally {
    client.release(true)
  }
}

const writeOn = <T>(on: Builder, work: (db: Db) => Promise<T>) =>
  on.transaction().setIsolationLevel('serializable').setAccessMode('read write').execute(work)

type Done<T> = { readonly result: T; readonly since: string }

type Loss<T> = { readonly lost: CommitLost; readonly done: Done<T>; readonly requestId: string | undefined }

/** The result of a transaction whose commit was not answered, where it is stored. @throws OutcomeUnknown where nobody can say */
const resultOf = async <T>(
  { connectAlone }: Pool,
  { lost: { backend, cause }, done: { result, since }, requestId }: Loss<T>,
  longestSearchMs: number,
): Promise<T> => {
  if (!connectAlone || requestId === undefined) throw new OutcomeUnknown(cause)
  const fate = await fateOf(connectAlone, { backend, requestId, since }, longestSearchMs)
  if (fate === 'unknown') throw new OutcomeUnknown(cause)
  if (fate === 'not stored') throw cause
  return result
}

export const openPostgres = (
  pool: Pool,
  { longestWaitMs = LONGEST_WAIT_MS, longestSearchMs = LONGEST_SEARCH_MS } = {},
): Database => {
  let sent = 0
  const count = () => {
    sent++
  }
  const db = builderOn(pool, { longestWaitMs, count, names: statementNames() })
  const repeat = repeater(db)
  let named = 0

  return {
    db,
    async transaction<T>(work: Work<T>, { key, requestId }: TransactionOptions = {}) {
      let done: Done<T> | undefined
      const attempt = (on: Builder) =>
        settle<T>(
          all =>
            writeOn(on, async transaction => {
              const since = newOrderedId('au')
              const result = await all(transaction)
              done = { result, since }
              return result
            }),
          work,
        )
      try {
        return await repeat(key, instant() + longestWaitMs, attempt)
      } catch (error) {
        if (error instanceof CommitLost && done)
          return resultOf(pool, { lost: error, done, requestId: requestId?.() }, longestSearchMs)
        throw postgresFailure(error)
      }
    },
    statement<Row>(text: string) {
      const name = `hot-${++named}`
      return async (params, transaction) => {
        if (transaction) return (await transaction.executeQuery<Row>(CompiledQuery.raw(text, [...params]))).rows
        sent++
        const { rows } = await askOn(pool, { name, text, values: params, query_timeout: longestWaitMs })
        return rows as Row[] // what a statement returns is declared where it is built
      }
    },
    migrate: () => migrate(pool),
    async backup() {
      throw new Error(
        'This database is PostgreSQL: back it up with pg_dump, e.g. pg_dump --format=custom --file=FILE "$PORTICO_DATABASE_URL"',
      )
    },
    locksRows: true,
    statements: () => sent,
    close: () => pool.end(),
  }
}
