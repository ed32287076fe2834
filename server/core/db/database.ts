/** What the rest of the server knows of a database: one shape over both engines. */
import type { Kysely } from 'kysely'
import type { Tables } from './tables.ts'

/** A query builder: the whole database for reads, or one transaction. Only what is used of Kysely: see docs/decisions/types-computed-once.md. */
export type Db = Pick<
  Kysely<Tables>,
  | 'selectFrom'
  | 'insertInto'
  | 'updateTable'
  | 'deleteFrom'
  | 'with'
  | 'withRecursive'
  | 'executeQuery'
  | 'getExecutor'
  | 'introspection'
>

export type Value = string | number | Uint8Array | null

/** A compiled statement for the hot path; `$1`, `$2` … are its parameters. Runs inside `transaction` when one is given. */
export type Statement<Row> = (params: readonly Value[], transaction?: Db) => Row[] | Promise<Row[]>

export type TransactionOptions = {
  /** Names what is written: on PostgreSQL, writers of the same thing that got in each other's way take turns. */
  readonly key?: string | undefined
  /** Asked for where the answer to the commit is lost: the request whose audit row proves that the work was stored, if it left one. */
  readonly requestId?: (() => string | undefined) | undefined
}

/** What a transaction does; it answers `undone(value)` to have everything it wrote rolled back. */
export type Work<T> = (db: Db) => Promise<T | Undone<T>>

/** An answer whose transaction is rolled back: a dry run, for example, cannot have written anything. */
export class Undone<T> extends Error {
  readonly value: T
  constructor(value: T) {
    super('the transaction is rolled back, as its work asked')
    this.value = value
  }
}

export const undone = <T>(value: T) => new Undone(value)

/** Has `execute` roll back what its work wants undone: it does that for everything thrown. */
export const settle = async <T>(execute: (work: (db: Db) => Promise<T>) => Promise<T>, work: Work<T>): Promise<T> => {
  let answer: Undone<T> | undefined
  try {
    return await execute(async db => {
      const result = await work(db)
      if (!(result instanceof Undone)) return result
      answer = result
      throw result
    })
  } catch (error) {
    if (answer !== undefined && error === answer) return answer.value
    throw error
  }
}

export type Database = {
  /** For reads outside a transaction; they see what is committed. */
  readonly db: Db
  /**
   * Runs `work` in one write transaction; it may run again from the start where the engine asks for that.
   * @throws Unavailable where nothing of it is stored, OutcomeUnknown where that could not be found out
   */
  transaction<T>(work: Work<T>, options?: TransactionOptions): Promise<T>
  statement<Row>(sql: string): Statement<Row>
  /** Whether `for share` and `for update` lock rows; where not, a write transaction has the whole database to itself. */
  readonly locksRows: boolean
  /** Brings the schema up to date. @throws SchemaTooNew when a newer version of the product has used this database. */
  migrate(): Promise<{ from: number; to: number }>
  /** Copies the database to a file while it is in use, or says how its own tools do it. */
  backup(file: string): Promise<void>
  /** SQL statements sent so far; the bench reads the difference. */
  readonly statements: () => number
  close(): Promise<void>
}

export class SchemaTooNew extends Error {
  constructor(found: number, known: number) {
    super(
      `The database has schema version ${found}; this version of Portico knows ${known}. Run the newer version, or restore a backup from before the upgrade.`,
    )
  }
}
