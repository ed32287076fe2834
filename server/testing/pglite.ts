/** PostgreSQL in process, for machines that have none: one connection, handed to one holder at a time. */
import { PGlite } from '@electric-sql/pglite'
import type { Database } from '../core/db/database.ts'
import { openPostgres } from '../core/db/postgres.ts'
import type { Pool, Query } from '../core/db/postgres-pool.ts'

const INT8 = 20
const asNumber = (text: string) => Number(text)

/** Starting one takes seconds, and the files of a process mostly follow one another: they hand it on, emptied. */
const idle: PGlite[] = []

const emptied = async (lite: PGlite) => {
  await lite.exec('discard all') // settings of the session, too
  await lite.exec('drop schema public cascade; create schema public')
  return lite
}

const freshLite = () => {
  const last = idle.pop()
  return last ? emptied(last) : PGlite.create({ parsers: { [INT8]: asNumber } })
}

/** A migrated database. */
export const openPglite = async (): Promise<Database> => {
  const lite = await freshLite()
  await lite.query('set default_transaction_read_only = on')
  let last: Promise<void> = Promise.resolve()

  const connect = async () => {
    const before = last
    let release = () => {}
    last = new Promise(resolve => {
      release = resolve
    })
    await before
    return {
      query: async ({ text, values = [] }: Query) => {
        const { rows, affectedRows } = await lite.query(text, [...values])
        return { rows, rowCount: affectedRows ?? rows.length, command: text.trim().split(/\s/)[0]?.toUpperCase() ?? '' }
      },
      release,
    }
  }
  const pool: Pool = {
    connect,
    end: async () => {
      await connect() // after all that is under way; it is not released
      idle.push(lite)
    },
  }
  const database = openPostgres(pool)
  await database.migrate()
  return database
}
