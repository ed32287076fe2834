/** PostgreSQL in process, for machines that have none: one connection, handed to one holder at a time. */
import { PGlite } from '@electric-sql/pglite'
import type { Database } from '../db/database.ts'
import { openPostgres, type Pool } from '../db/postgres.ts'

const INT8 = 20
const asNumber = (text: string) => Number(text)

export const openPglite = async (): Promise<Database> => {
  const lite = await PGlite.create({ parsers: { [INT8]: asNumber } })
  let last: Promise<void> = Promise.resolve()

  const connect = async () => {
    const before = last
    let release = () => {}
    last = new Promise(resolve => {
      release = resolve
    })
    await before
    return {
      query: async (text: string, values: readonly unknown[] = []) => {
        const { rows, affectedRows } = await lite.query(text, [...values])
        return { rows, rowCount: affectedRows ?? rows.length, command: text.trim().split(/\s/)[0]?.toUpperCase() ?? '' }
      },
      release,
    }
  }
  const pool = {
    connect,
    query: async ({ text, values }: { text: string; values?: unknown[] }) => {
      const client = await connect()
      try {
        return await client.query(text, values)
      } finally {
        client.release()
      }
    },
    end: () => lite.close(),
  }
  return openPostgres(pool as unknown as Pool) // what Kysely and we use of a pool, and no more
}
