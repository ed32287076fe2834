/** Instants that are no dates: written before there was a limit, or by other tools. They are shown as the nearest date. */
import { sql } from 'kysely'
import type { Db } from '../db/database.ts'
import { EARLIEST, LATEST } from '../problems/instant.ts'
import { type Finding, findRows, type StandingCheck } from './check.ts'

type Place = {
  readonly table: string
  readonly key: string
  readonly object: string
  readonly columns: readonly string[]
}

const PLACES: readonly Place[] = [
  { table: 'credentials', key: 'cid', object: 'token or key', columns: ['created_at', 'expires_at', 'ended_at'] },
  { table: 'users', key: 'id', object: 'person', columns: ['created_at', 'deactivated_at', 'last_sign_in_at'] },
  { table: 'roles', key: 'id', object: 'role', columns: ['created_at', 'updated_at'] },
  { table: 'entities', key: 'id', object: 'entity', columns: ['created_at', 'updated_at', 'archived_at'] },
  { table: 'scorecards', key: 'id', object: 'Scorecard', columns: ['created_at', 'updated_at'] },
  { table: 'webhooks', key: 'id', object: 'webhook', columns: ['created_at', 'failing_since'] },
]

type Row = { id: string; column: string }

const findIn = (db: Db, { table, key, object }: Place, column: string) =>
  findRows<Row>({
    object,
    read: async (after, most) => {
      const [at, id] = [sql.ref(column), sql.ref(key)]
      const query = sql<Row>`select ${id} as id, ${column} as "column" from ${sql.table(table)}
        where (${at} > ${LATEST} or ${at} < ${EARLIEST}) and ${id} > ${after} order by ${id} limit ${most}`
      return (await query.execute(db)).rows
    },
    keyOf: ({ id }) => id,
    faultOf: () => `its ${column} isn't a date`,
  })

async function* find(db: Db): AsyncGenerator<Finding> {
  for (const place of PLACES) for (const column of place.columns) yield* findIn(db, place, column)
}

export const instantsCheck: StandingCheck = { name: 'instants', find }
