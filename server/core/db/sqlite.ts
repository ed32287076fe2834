/** The embedded engine: node:sqlite under Kysely, one writer and one reader connection on the same file. */
import { chmodSync, existsSync } from 'node:fs'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { CompiledQuery } from 'kysely'
import { breather } from './breather.ts'
import { writeCopy } from './copy.ts'
import { type Database, type Db, SchemaTooNew, settle } from './database.ts'
import { MIGRATIONS, statementsAfter } from './migrations.ts'
import { snapshotOn } from './snapshot.ts'
import { nowOrWhenFree, type Prepare, readsOn, sqliteFailure, whenFree } from './sqlite-driver.ts'
import { writesOn } from './sqlite-writes.ts'
import { instant, LONGEST_WAIT_MS, turns } from './turns.ts'

/** Opening may stop the thread: nothing is served yet. */
const OPENING_MS = 10_000
/** Another process may be migrating, which takes as long as it takes. */
const LONGEST_MIGRATION_MS = 60_000
const MOST_STATEMENTS = 400

/** Rows of each index that statistics are made from: no plan depends on them, but with them some are better. */
const MOST_ANALYZED = 1_000

const CACHE_KB = 64 * 1024
const CACHE_OF_A_THREAD_KB = 16 * 1024

const open = (file: string, cacheKb = CACHE_KB) => {
  const connection = new DatabaseSync(file, { timeout: OPENING_MS })
  connection.exec(
    `pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; pragma trusted_schema = off; pragma cache_size = -${cacheKb}`,
  )
  connection.exec('pragma busy_timeout = 0') // from here on we wait without stopping the thread
  return connection
}

/** What is not a transaction cannot write: it would be neither audited nor undone. */
const openReader = (file: string, cacheKb?: number) => {
  const connection = open(file, cacheKb)
  connection.exec('pragma query_only = on')
  return connection
}

/** Prepared statements by their text; the oldest go first when there are too many. */
const statementCache = (connection: DatabaseSync): Prepare => {
  const cache = new Map<string, StatementSync>()
  return sql => {
    const known = cache.get(sql)
    if (known) return known
    const made = connection.prepare(sql)
    for (const oldest of cache.keys()) {
      if (cache.size < MOST_STATEMENTS) break
      cache.delete(oldest)
    }
    cache.set(sql, made)
    return made
  }
}

const versionOf = (connection: DatabaseSync): number =>
  Number(connection.prepare('pragma user_version').get()?.user_version ?? 0)

/** The migration stands where this fails: a full disk, for example. */
const analyze = (writer: DatabaseSync) => {
  try {
    writer.exec(`pragma analysis_limit = ${MOST_ANALYZED}; analyze`)
  } catch {
    // those of before are used
  }
}

/** Applies what is missing in one transaction, after a copy of a file that holds something. */
const migrate = async (writer: DatabaseSync, file: string) => {
  const known = MIGRATIONS.length
  const found = versionOf(writer)
  if (found > known) throw new SchemaTooNew(found, known)
  if (found === known) return { from: found, to: known }
  if (found > 0) {
    await writeCopy(writer, `${file}.before-v${known}`, true)
  }
  await whenFree(() => writer.exec('begin immediate'), instant() + LONGEST_MIGRATION_MS)
  try {
    const from = versionOf(writer)
    for (const statement of statementsAfter(from, 'sqlite')) writer.exec(statement)
    writer.exec(`pragma user_version = ${known}`)
    writer.exec('commit')
    if (from > 0) analyze(writer)
    return { from, to: known }
  } catch (error) {
    if (writer.isTransaction) writer.exec('rollback')
    throw sqliteFailure(error)
  }
}

/** For a thread beside the one that serves: nobody else waits for its statements. */
export const openSqliteReads = (file: string): Db => {
  const on = {
    prepare: statementCache(openReader(file, CACHE_OF_A_THREAD_KB)),
    count: () => {},
    breathe: () => undefined,
  }
  return readsOn(on, LONGEST_WAIT_MS)
}

/** Opens or creates the database file; it and its companions are readable by their owner only. */
export const openSqlite = (file: string, { longestWaitMs = LONGEST_WAIT_MS } = {}): Database => {
  const isNew = !existsSync(file)
  const writer = open(file)
  if (isNew) for (const part of [file, `${file}-wal`, `${file}-shm`]) if (existsSync(part)) chmodSync(part, 0o600)
  const reader = openReader(file)
  const snapshot = snapshotOn(reader)
  let sent = 0
  const count = () => {
    sent++
  }
  const breathe = breather()
  const { enter } = turns({ atOnce: 1 })
  let until = 0
  const on = { prepare: statementCache(writer), count, breathe }
  const writes = writesOn(on, { database: writer, until: () => until, onCommit: snapshot.end })
  return {
    db: readsOn({ prepare: statementCache(reader), count, breathe, before: snapshot.share }, longestWaitMs),
    async transaction(work) {
      const deadline = instant() + longestWaitMs
      const turn = await enter(file, deadline)
      until = deadline
      try {
        return await settle(all => writes.db.transaction().execute(all), work)
      } finally {
        const stored = writes.leave()
        turn.leave()
        await stored
      }
    },
    statement<Row>(text: string) {
      const sql = text.replace(/\$(\d+)/g, '?$1')
      let compiled: StatementSync | undefined
      return (params, transaction) => {
        if (transaction)
          return transaction.executeQuery<Row>(CompiledQuery.raw(sql, [...params])).then(({ rows }) => rows)
        sent++
        return nowOrWhenFree(() => {
          snapshot.share()
          compiled ??= reader.prepare(sql)
          return compiled.all(...params) as Row[]
        }, longestWaitMs)
      }
    },
    locksRows: false,
    migrate: () => migrate(writer, file),
    backup: target => writeCopy(writer, target),
    statements: () => sent,
    async close() {
      reader.close()
      writer.close()
    },
  }
}
