/** node:sqlite under Kysely: statements, transactions, and waiting for another process without stopping this one. */
import type { StatementSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  type QueryResult,
  type SelectModifierNode,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import type { Breathe } from './breather.ts'
import type { Value } from './database.ts'
import { Unavailable, type Why } from './failures.ts'
import type { Tables } from './tables.ts'
import { instant } from './turns.ts'

const LONGEST_PAUSE_MS = 20

const BUSY = 5
/** SQLite's result codes: busy, locked, I/O error, full, cannot open, locking protocol. */
const FAILURES: ReadonlyMap<number, Why> = new Map([
  [BUSY, 'busy'],
  [6, 'busy'],
  [10, 'unreachable'],
  [13, 'full'],
  [14, 'unreachable'],
  [15, 'busy'],
])

/** The primary result code; the bits above it say more. */
const resultCode = (error: unknown) =>
  typeof error === 'object' && error !== null && 'errcode' in error ? Number(error.errcode) & 0xff : 0

export const sqliteFailure = (error: unknown): unknown => {
  const why = FAILURES.get(resultCode(error))
  return why ? new Unavailable(why, error) : error
}

/** @throws Unavailable, or the error itself where waiting does not help */
const needBusy = (error: unknown) => {
  if (resultCode(error) !== BUSY) throw sqliteFailure(error)
}

/**
 * Tries again until no other process is in the way. SQLite's own waiting (its busy timeout) would stop the thread.
 * @throws Unavailable where one still is at `until`
 */
export const whenFree = async <T>(work: () => T, until: number): Promise<T> => {
  for (;;) {
    try {
      return work()
    } catch (error) {
      needBusy(error)
      if (instant() >= until) throw new Unavailable('busy', error)
    }
    await sleep(1 + Math.random() * LONGEST_PAUSE_MS)
  }
}

/** The answer itself where nobody is in the way, which is nearly always. */
export const nowOrWhenFree = <T>(work: () => T, longestMs: number): T | Promise<T> => {
  try {
    return work()
  } catch (error) {
    needBusy(error)
    return whenFree(work, instant() + longestMs)
  }
}

const toValue = (value: unknown): Value => {
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value === 'string' || typeof value === 'number') return value
  if (value instanceof Uint8Array) return value
  if (value === null || value === undefined) return null
  throw new TypeError(`a ${typeof value} cannot be stored`)
}

export type Prepare = (sql: string) => StatementSync

const returnsRows = new WeakMap<StatementSync, boolean>()

/** Asked once of each prepared statement: describing its columns takes 5 µs. */
const answersRows = (statement: StatementSync): boolean => {
  const known = returnsRows.get(statement)
  if (known !== undefined) return known
  const answers = statement.columns().length > 0
  returnsRows.set(statement, answers)
  return answers
}

export const runner =
  (prepare: Prepare, count: () => void) =>
  <R>({ sql, parameters }: CompiledQuery): QueryResult<R> => {
    count()
    const statement = prepare(sql)
    const values = parameters.map(toValue)
    // what a statement returns is declared where it is built
    if (answersRows(statement)) return { rows: statement.all(...values) as R[] }
    statement.setReadBigInts(true) // the last row's number, which nobody asks for, may be one of FTS5's, beyond a number
    return { rows: [], numAffectedRows: BigInt(statement.run(...values).changes) }
  }

export async function* noStream() {
  yield Promise.reject(new Error('streaming is not used'))
}

/** Kysely would keep a queue of its own for a single connection, whose waiting has no end. */
class Adapter extends SqliteAdapter {
  override get supportsMultipleConnections() {
    return true
  }
}

/** A write transaction holds the whole database here, so there are no rows to lock. */
class CompilerWithoutRowLocks extends SqliteQueryCompiler {
  protected override visitSelectModifier(node: SelectModifierNode) {
    if (node.modifier !== 'ForShare' && node.modifier !== 'ForUpdate') super.visitSelectModifier(node)
  }
}

export const builderOn = (driver: Driver) =>
  new Kysely<Tables>({
    dialect: {
      createAdapter: () => new Adapter(),
      createDriver: () => driver,
      createIntrospector: db => new SqliteIntrospector(db),
      createQueryCompiler: () => new CompilerWithoutRowLocks(),
    },
  })

const noTransaction = async () => {
  throw new Error('reads have no transaction; writes go through database.transaction')
}

export const nothing = async () => {}

export type On = {
  readonly prepare: Prepare
  readonly count: () => void
  readonly breathe: Breathe
  /** Runs before each read. */
  readonly before?: () => void
}

export type Execute = <R>(query: CompiledQuery) => Promise<QueryResult<R>>

/** A builder of SQLite's statements, which are executed elsewhere. */
export const readsBy = (executeQuery: Execute) => {
  const connection: DatabaseConnection = { executeQuery, streamQuery: noStream }
  return builderOn({
    init: nothing,
    acquireConnection: async () => connection,
    beginTransaction: noTransaction,
    commitTransaction: noTransaction,
    rollbackTransaction: noTransaction,
    releaseConnection: nothing,
    destroy: nothing,
  })
}

/** Reads see what is committed and wait for nobody but a process that recovers or replaces the file. */
export const readsOn = ({ prepare, count, breathe, before = () => {} }: On, longestMs: number) => {
  const run = runner(prepare, count)
  return readsBy(async <R>(query: CompiledQuery) => {
    const pause = breathe()
    if (pause) await pause
    return nowOrWhenFree(() => {
      before()
      return run<R>(query)
    }, longestMs)
  })
}
