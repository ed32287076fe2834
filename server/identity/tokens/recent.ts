/** How often tokens were called in the last days, for the rows of a list; and how many may need a look. */
import { sql } from 'kysely'
import { ATTENTION, RECENT_DAYS } from '../../../contract/identity/token-filters.ts'
import type { TokenCounts } from '../../../contract/identity/token-lists.ts'
import type { PersonalToken } from '../../../contract/identity/tokens.ts'
import type { Db } from '../../core/db/database.ts'
import { conditionsOf, type TokenFilter } from './filter.ts'

const DAY = 86_400_000

type Recent = NonNullable<PersonalToken['recent']>
type Row = { cid: string; day: number; calls: number; refused: number }

const dayOf = (at: number) => Math.floor(at / DAY)

/** By token; days are those of UTC, today last. */
export const readRecent = async (
  db: Db,
  cids: readonly string[],
  now: number,
): Promise<ReadonlyMap<string, Recent>> => {
  if (cids.length === 0) return new Map()
  const first = dayOf(now) - RECENT_DAYS + 1
  const { rows } = await sql<Row>`select cid, day, sum(calls) as calls, sum(refused) as refused from (
      select cid, hour / ${sql.lit(DAY)} as day, calls, refused from token_hours
      where cid in (${sql.join(cids)}) and hour >= ${first * DAY}) as hours group by cid, day`.execute(db)
  const recent = new Map(cids.map(cid => [cid, { calls: new Array<number>(RECENT_DAYS).fill(0), refused: 0 }]))
  for (const { cid, day, calls, refused } of rows) {
    const found = recent.get(cid)
    const at = Number(day) - first
    if (!found || at >= RECENT_DAYS) continue
    found.calls[at] = Number(calls)
    found.refused += Number(refused)
  }
  return recent
}

const numberOf = (filter: TokenFilter) =>
  sql<number>`(select count(*) from credentials c where c.kind = 'personal' and ${sql.join(conditionsOf(filter), sql` and `)})`

/** In one statement. */
export const countAttention = async (db: Db, filter: Pick<TokenFilter, 'ownerId' | 'now'>): Promise<TokenCounts> => {
  const counts = ATTENTION.map(attention => sql`${numberOf({ ...filter, attention })} as ${sql.ref(attention)}`)
  const { rows } = await sql<TokenCounts>`select ${sql.join(counts)}`.execute(db)
  const { expiring, unused, refused, rotating } = rows[0] ?? { expiring: 0, unused: 0, refused: 0, rotating: 0 }
  return { expiring: Number(expiring), unused: Number(unused), refused: Number(refused), rotating: Number(rotating) }
}
