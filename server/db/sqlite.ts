/** The embedded engine: node:sqlite under Kysely, one writer and one reader connection on the same file. */
import { chmodSync, existsSync } from 'node:fs'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  type QueryResult,
  type SelectModifierNode,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import { writeCopy } from './copy.ts'
import { type Database, SchemaTooNew, type Value } from './database.ts'
import { MIGRATIONS, statementsAfter } from './migrations.ts'
import type { Tables } from './tables.ts'

const BUSY_TIMEOUT_MS = 10_000
const MOST_STATEMENTS = 400

const open = (file: string) => {
  const connection = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS })
  connection.exec(
    'pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; pragma trusted_schema = off; pragma cache_size = -65536',
  )
  return connection
}

/** What is not a transaction cannot write: it would be neither audited nor undone. */
const openReader = (file: string) => {
  const connection = open(file)
  connection.exec('pragma query_only = on')
  return connection
}

/** Prepared statements by their text; the oldest go first when there are too many. */
const statementCache = (connection: DatabaseSync) => {
  const cache = new Map<string, StatementSync>()
  return (sql: string): StatementSync => {
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

type Prepare = (sql: string) => StatementSync

const toValue = (value: unknown): Value => {
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value === 'string' || typeof value === 'number') return value
  if (value === null || value === undefined) return null
  throw new TypeError(`a ${typeof value} cannot be stored`)
}

const connectionOf = (prepare: Prepare, count: () => void): DatabaseConnection => ({
  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    count()
    const statement = prepare(sql)
    const values = parameters.map(toValue)
    // what a statement returns is declared where it is built
    if (statement.columns().length > 0) return { rows: statement.all(...values) as R[] }
    statement.setReadBigInts(true) // the last row's number, which nobody asks for, may be one of FTS5's, beyond a number
    return { rows: [], numAffectedRows: BigInt(statement.run(...values).changes) }
  },
  async *streamQuery() {
    yield Promise.reject(new Error('streaming is not used'))
  },
})

/** Gives the one connection to one holder at a time, in the order they asked. */
class OneConnectionDriver implements Driver {
  readonly #connection: DatabaseConnection
  #last: Promise<void> = Promise.resolve()
  #release: () => void = () => {}
  constructor(connection: DatabaseConnection) {
    this.#connection = connection
  }
  async init() {}
  async acquireConnection() {
    const before = this.#last
    let release = () => {}
    this.#last = new Promise(resolve => {
      release = resolve
    })
    await before
    this.#release = release
    return this.#connection
  }
  async beginTransaction(connection: DatabaseConnection) {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
  }
  async commitTransaction(connection: DatabaseConnection) {
    await connection.executeQuery(CompiledQuery.raw('commit'))
  }
  async rollbackTransaction(connection: DatabaseConnection) {
    await connection.executeQuery(CompiledQuery.raw('rollback'))
  }
  async releaseConnection() {
    this.#release()
  }
  async destroy() {}
}

/** A write transaction holds the whole database here, so there are no rows to lock. */
const withoutRowLocks = (sql: string) => sql.replace(/ for (?:share|update)(?: of \w+(?:, \w+)*)?/g, '')

class CompilerWithoutRowLocks extends SqliteQueryCompiler {
  protected override visitSelectModifier(node: SelectModifierNode) {
    if (node.modifier !== 'ForShare' && node.modifier !== 'ForUpdate') super.visitSelectModifier(node)
  }
}

const builderOn = (connection: DatabaseConnection) =>
  new Kysely<Tables>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new OneConnectionDriver(connection),
      createIntrospector: db => new SqliteIntrospector(db),
      createQueryCompiler: () => new CompilerWithoutRowLocks(),
    },
  })

const versionOf = (connection: DatabaseSync): number =>
  Number(connection.prepare('pragma user_version').get()?.user_version ?? 0)

/** Applies what is missing in one transaction, after a copy of a file that holds something. */
const migrate = async (writer: DatabaseSync, file: string) => {
  const known = MIGRATIONS.length
  const found = versionOf(writer)
  if (found > known) throw new SchemaTooNew(found, known)
  if (found === known) return { from: found, to: known }
  if (found > 0) {
    await writeCopy(writer, `${file}.before-v${known}`, true)
  }
  writer.exec('begin immediate')
  try {
    const from = versionOf(writer)
    for (const statement of statementsAfter(from, 'sqlite')) writer.exec(statement)
    writer.exec(`pragma user_version = ${known}`)
    writer.exec('commit')
    return { from, to: known }
  } catch (error) {
    writer.exec('rollback')
    throw error
  }
}

/** Opens or creates the database file; it and its companions are readable by their owner only. */
export const openSqlite = (file: string): Database => {
  const isNew = !existsSync(file)
  const writer = open(file)
  if (isNew) for (const part of [file, `${file}-wal`, `${file}-shm`]) if (existsSync(part)) chmodSync(part, 0o600)
  const reader = openReader(file)
  let sent = 0
  const count = () => {
    sent++
  }
  const prepareRead = statementCache(reader)
  const prepareWrite = statementCache(writer)
  const writes = builderOn(connectionOf(prepareWrite, count))
  return {
    db: builderOn(connectionOf(prepareRead, count)),
    transaction: work => writes.transaction().execute(work),
    statement<Row>(text: string) {
      const sql = withoutRowLocks(text).replace(/\$(\d+)/g, '?$1')
      let compiled: StatementSync | undefined
      return (params: readonly Value[], transaction) => {
        if (transaction)
          return transaction.executeQuery<Row>(CompiledQuery.raw(sql, [...params])).then(({ rows }) => rows)
        sent++
        compiled ??= reader.prepare(sql)
        return compiled.all(...params) as Row[]
      }
    },
    migrate: () => migrate(writer, file),
    backup: target => writeCopy(writer, target),
    statements: () => sent,
    async close() {
      reader.close()
      writer.close()
    },
  }
}
