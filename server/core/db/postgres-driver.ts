/** PostgreSQL under Kysely: transactions that keep what went wrong first, and commits whose answer may get lost. */
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  type TransactionSettings,
} from 'kysely'
import type { Value } from './database.ts'
import { cannotBegin, codeOf, Unavailable, type Why } from './failures.ts'
import type { Client, Pool, Result } from './postgres-pool.ts'
import { isOutdatedPlan, type StatementNames } from './statement-names.ts'
import type { Tables } from './tables.ts'

/** The connection broke while the answer to `commit` was awaited; `cause` says how. */
export class CommitLost extends Error {
  readonly backend: number | undefined
  constructor(backend: number | undefined, cause: unknown) {
    super('the connection was lost during the commit', { cause })
    this.backend = backend
  }
}

/** SQLSTATE classes (PostgreSQL, appendix A) and Node's codes; the first that matches decides. */
const FAILURES: readonly (readonly [RegExp, Why])[] = [
  [/^53100$/, 'full'],
  [/^(53|40001$|40P01$|55P03$|57014$)/, 'busy'],
  [/^(08|57P|58|XX000$|ECONN|EPIPE$|ETIMEDOUT$|ENOTFOUND$|EHOSTUNREACH$|ENETUNREACH$|EAI_AGAIN$)/, 'unreachable'],
]

/** pg gives some of its own errors no code. */
const NO_CONNECTION =
  /^(Query read timeout|timeout expired|Connection terminated|Client (has encountered a connection error|was closed))/
const NONE_FREE = /^timeout exceeded when trying to connect/

const wordless = (error: unknown): Why | undefined => {
  if (!(error instanceof Error)) return undefined
  if (NONE_FREE.test(error.message) || error.name === 'TimeoutError') return 'busy'
  return NO_CONNECTION.test(error.message) ? 'unreachable' : undefined
}

export const postgresFailure = (error: unknown): unknown => {
  if (error instanceof Unavailable) return error
  const code = codeOf(error)
  const why = FAILURES.find(([pattern]) => pattern.test(code))?.[1] ?? wordless(error)
  return why ? new Unavailable(why, error) : error
}

/** pg noticed that the connection was lost before it had anything to send. */
const wasNotSent = (error: unknown) =>
  error instanceof Unavailable && error.cause instanceof Error && /not queryable$/.test(error.cause.message)

const SQLSTATE = /^[0-9A-Z]{5}$/
const isServers = (error: unknown) => typeof error === 'object' && error !== null && 'severity' in error

/** Whether the connection can go on: the server said what was wrong, and that it was not the connection. */
const isIntact = (error: unknown) => {
  const code = codeOf(error)
  return isServers(error) && SQLSTATE.test(code) && !/^(08|57|58|XX)/.test(code)
}

const ABORTED = '25P02' // "commands ignored until end of transaction block": something else went wrong before

const WRITES = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE'])

export type Limits = { readonly longestWaitMs: number; readonly count: () => void; readonly names: StatementNames }

class Connection implements DatabaseConnection {
  readonly #client: Client
  readonly #limits: Limits
  #isBroken = false
  #isForTransactions = false
  #first: unknown
  constructor(client: Client, limits: Limits) {
    this.#client = client
    this.#limits = limits
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const name = this.#isForTransactions ? this.#limits.names.of(sql) : undefined
    const { command, rowCount, rows } = await this.#send(sql, parameters, name)
    // what a statement returns is declared where it is built
    const result = rows as R[]
    return WRITES.has(command) ? { rows: result, numAffectedRows: BigInt(rowCount ?? 0) } : { rows: result }
  }

  async #send(text: string, parameters: readonly unknown[] = [], name?: string): Promise<Result> {
    if (this.#isBroken) throw this.#first
    this.#limits.count()
    // Kysely hands over what was given to it, which the tables' types allow
    const values = parameters as readonly Value[]
    try {
      const query = { text, values, query_timeout: this.#limits.longestWaitMs }
      const result = await this.#client.query(name ? { ...query, name } : query)
      if (result.command === 'ROLLBACK') this.#first = undefined // to a savepoint: the transaction goes on
      return result
    } catch (error) {
      if (codeOf(error) === ABORTED && this.#first !== undefined) throw this.#first
      if (isOutdatedPlan(error)) this.#limits.names.forget()
      const failure = postgresFailure(error)
      this.#first ??= failure
      this.#isBroken = !isIntact(error)
      throw failure
    }
  }

  async begin(settings: string) {
    this.#first = undefined
    await this.#send(`begin ${settings}`).catch(cannotBegin)
    this.#isForTransactions = true
  }

  /**
   * After an error that its work swallowed, the server would roll back and call it a success.
   * @throws CommitLost where it was sent and the server did not say what became of it
   */
  async commit() {
    if (this.#first !== undefined) throw this.#first
    try {
      await this.#send('commit')
    } catch (error) {
      throw this.#isBroken && !wasNotSent(error) ? new CommitLost(this.#client.backend, error) : error
    }
  }

  /** Never throws: what went wrong first is what counts, and a connection on which this fails is not used again. */
  async rollback() {
    await this.#send('rollback').catch(() => {
      this.#isBroken = true
    })
  }

  release() {
    this.#client.release(this.#isBroken)
  }

  async *streamQuery() {
    yield Promise.reject(new Error('streaming is not used'))
  }
}

const nothing = async () => {}

const settingsOf = ({ isolationLevel, accessMode }: TransactionSettings) =>
  `${isolationLevel ? `isolation level ${isolationLevel} ` : ''}${accessMode ?? 'read only'}`

class PoolDriver implements Driver {
  readonly #pool: Pool
  readonly #limits: Limits
  constructor(pool: Pool, limits: Limits) {
    this.#pool = pool
    this.#limits = limits
  }
  init = nothing
  destroy = nothing
  async acquireConnection() {
    const client = await this.#pool.connect().catch(error => {
      throw postgresFailure(error)
    })
    return new Connection(client, this.#limits)
  }
  beginTransaction = (connection: Connection, settings: TransactionSettings) => connection.begin(settingsOf(settings))
  commitTransaction = (connection: Connection) => connection.commit()
  rollbackTransaction = (connection: Connection) => connection.rollback()
  releaseConnection = async (connection: Connection) => connection.release()
}

export const builderOn = (pool: Pool, limits: Limits) =>
  new Kysely<Tables>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new PoolDriver(pool, limits),
      createIntrospector: db => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  })
