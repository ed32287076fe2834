/** Stored names that hide something or display as nothing: written before that was refused. */
import { sql } from 'kysely'
import type { Db } from '../db/database.ts'
import { type Finding, findRows, type StandingCheck } from '../standing/check.ts'
import { nameFault } from './displayed.ts'

type Place = {
  readonly table: string
  readonly key: string
  readonly object: string
  readonly column?: string
  readonly id?: string
}

const PLACES: readonly Place[] = [
  { table: 'users', key: 'id', object: 'person' },
  { table: 'users', key: 'id', object: 'person', column: 'email' },
  { table: 'credentials', key: 'cid', object: 'token or key' },
  { table: 'roles', key: 'id', object: 'role', id: 'tag' },
  { table: 'entities', key: 'id', object: 'entity', id: 'tag' },
]

type Row = { key: string; id: string; text: string }

const findIn = (db: Db, { table, key, object, column = 'name', id = key }: Place) =>
  findRows<Row>({
    object,
    read: async (after, most) => {
      const [text, keyed] = [sql.ref(column), sql.ref(key)]
      const query = sql<Row>`select ${keyed} as "key", ${sql.ref(id)} as id, ${text} as text from ${sql.table(table)}
        where ${keyed} > ${after} order by ${keyed} limit ${most}`
      return (await query.execute(db)).rows
    },
    keyOf: row => row.key,
    idOf: row => row.id,
    faultOf: ({ text }) => {
      const fault = nameFault(text)
      return fault === undefined ? undefined : `its ${column} ${fault.replace(/;.*|\.$/, '')}`
    },
  })

async function* find(db: Db): AsyncGenerator<Finding> {
  for (const place of PLACES) yield* findIn(db, place)
}

export const displayedNames: StandingCheck = { name: 'names', find }
