/** Rows that are kept for a time go hourly, some at a time: a day of them may be many. */
import { sql } from 'kysely'
import type { Database } from '../db/database.ts'

export type Forget = {
  readonly table: string
  /** What identifies a row. */
  readonly key: string
  /** Milliseconds UTC, from which the time counts; the first column of an index. */
  readonly column: string
  readonly keptMs: number
}

/** Rows of one transaction. */
const SOME = 2000

export const forgetOld = async (database: Database, { table, key, column, keptMs }: Forget, now: number) => {
  const [at, id] = [sql.ref(column), sql.ref(key)]
  const forgetSome = () =>
    database.transaction(async db => {
      const { rows } = await sql`delete from ${sql.table(table)} where ${id} in
        (select ${id} from ${sql.table(table)} where ${at} < ${now - keptMs} order by ${at} limit ${SOME})
        returning ${id} as id`.execute(db)
      return rows.length
    })
  while ((await forgetSome()) === SOME);
}
