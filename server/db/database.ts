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

export type Value = string | number | null

/** A compiled statement for the hot path; `$1`, `$2` … are its parameters. Runs inside `transaction` when one is given. */
export type Statement<Row> = (params: readonly Value[], transaction?: Db) => Row[] | Promise<Row[]>

export type Database = {
  /** For reads outside a transaction; they see what is committed. */
  readonly db: Db
  /** Runs `work` in one write transaction; it may run again from the start where the engine asks for that. */
  transaction<T>(work: (db: Db) => Promise<T>): Promise<T>
  statement<Row>(sql: string): Statement<Row>
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
      `The database has schema version ${found}; this version of Portico knows ${known}. Run the newer version, or restore a backup made before it.`,
    )
  }
}

const codeOf = (error: unknown): { code: string; errcode: number } => {
  if (typeof error !== 'object' || error === null) return { code: '', errcode: 0 }
  return {
    code: 'code' in error ? String(error.code) : '',
    errcode: 'errcode' in error ? Number(error.errcode) : 0,
  }
}

const SQLITE_OUT_OF_REACH = new Set([5, 6, 8, 10, 13, 14]) // busy, locked, read-only, I/O error, full, cannot open
const POSTGRES_OUT_OF_REACH =
  /^(08|40001|40P01|53|57P|57014|58|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH|EAI_AGAIN|25006|XX000)/

/** The database cannot be asked right now: the caller should try again, and nothing is known about a credential. */
export const isOutOfReach = (error: unknown): boolean => {
  const { code, errcode } = codeOf(error)
  if (errcode) return SQLITE_OUT_OF_REACH.has(errcode & 0xff)
  if (POSTGRES_OUT_OF_REACH.test(code)) return true
  return (
    error instanceof Error &&
    /timeout exceeded when trying to connect|Query read timeout|Connection terminated|pool is ended/i.test(
      error.message,
    )
  )
}
