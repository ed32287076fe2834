/** Reads all personal tokens some at a time, as the workspace's rules look at them: what is read is linear, and others go on in between. */
import { setImmediate } from 'node:timers/promises'
import { type RawBuilder, type Selectable, sql } from 'kysely'
import type { Db } from '../../core/db/database.ts'
import { lookUpOn } from '../../core/db/look-up.ts'
import type { Credentials } from '../credentials/tables.ts'

const CHUNK = 1000

const COLUMNS = [
  'cid',
  'name',
  'owner_id',
  'created_at',
  'ended_at',
  'expires_at',
  'last_day',
  'time_zone',
  'read_only',
  'idle_warned_at',
  'version',
] as const

export type Row = Pick<Selectable<Credentials>, (typeof COLUMNS)[number]> & {
  last_used_at: number | null
  email: string
  owner_name: string
}

/** The tokens with these keys (`cid`), revoked and expired ones too, by owner and age. */
const tokensOf = async (db: Db, keys: RawBuilder<unknown>): Promise<Row[]> => {
  const columns = sql.join(COLUMNS.map(column => sql.ref(`c.${column}`)))
  const lookUp = lookUpOn(db)
  const joins = sql.raw(`${lookUp('credentials c', 'c.cid = k.cid')} ${lookUp('users u', 'u.id = c.owner_id')}
    left join credential_uses used on used.cid = c.cid`)
  const { rows } =
    await sql<Row>`select ${columns}, used.last_used_at, u.email, u.name as owner_name from (${keys}) as k ${joins}
    order by c.owner_id, c.created_at, c.cid`.execute(db)
  return rows
}

export const tokensWith = (db: Db, cids: readonly string[]): Promise<Row[]> =>
  cids.length === 0
    ? Promise.resolve([])
    : tokensOf(db, sql`select cid from credentials where cid in (${sql.join(cids)})`)

/**
 * From one place in an index on. Nothing else is asked for (not even the kind alone, or whether they are active), so that a planner
 * that knows nothing about the rows yet can't gather and sort all of them for each chunk.
 */
const after = (db: Db, { owner_id, created_at, cid }: Pick<Row, 'owner_id' | 'created_at' | 'cid'>) => {
  const index = sql.raw('kind, owner_id, created_at, cid')
  return tokensOf(
    db,
    sql`select cid from (select ${index} from credentials
      where (${index}) > ('personal', ${owner_id}, ${created_at}, ${cid}) order by ${index} limit ${CHUNK}) as rest
      where kind = 'personal'`,
  )
}

/** Revoked and expired ones too. */
export async function* tokensByOwner(db: Db): AsyncGenerator<Row[]> {
  let last: Parameters<typeof after>[1] | undefined = { owner_id: '', created_at: 0, cid: '' }
  while (last) {
    const rows: Row[] = await after(db, last)
    yield rows
    last = rows.length < CHUNK ? undefined : rows.at(-1)
    await setImmediate()
  }
}
