/** The tokens of a person that need a look. */
import { sql } from 'kysely'
import { type HomeToken, MOST_LISTED } from '../../../contract/outbound/home.ts'
import type { Db } from '../../core/db/database.ts'
import { lookUpOn } from '../../core/db/look-up.ts'
import { presentRows } from '../../core/db/rows.ts'
import { iso } from '../../core/problems/instant.ts'

const DAY = 86_400_000
const SOON_MS = 14 * DAY
const UNUSED_MS = 30 * DAY
const REFUSED_MS = 7 * DAY

type Active = { cid: string; name: string; created_at: number; expires_at: number | null; last_used_at: number | null }
type Seen = { cid: string; name: string; at: number; count?: number }

const present = ({ cid, name, at, count }: Seen): HomeToken => ({
  cid,
  name,
  at: iso(Number(at)),
  ...(count === undefined ? {} : { count: Number(count) }),
})

/** A row that cannot be read counts, and is named where all of them are listed. */
const listed = (found: readonly Seen[]) => ({
  count: found.length,
  first: presentRows(found.slice(0, MOST_LISTED), { idOf: ({ cid }) => cid, present }).shown,
})

const activeOf = (db: Db, owner: string, now: number): Promise<Active[]> =>
  db
    .selectFrom('credentials as c')
    .leftJoin('credential_uses as u', 'u.cid', 'c.cid')
    .select(['c.cid', 'c.name', 'c.created_at', 'c.expires_at', 'u.last_used_at'])
    .where('c.kind', '=', 'personal')
    .where('c.owner_id', '=', owner)
    .where('c.ended_at', 'is', null)
    .where(eb => eb.or([eb('c.expires_at', 'is', null), eb('c.expires_at', '>', now)]))
    .execute()

/** Of ended ones too: whatever still sends them must change. */
const refusedOf = async (db: Db, owner: string, now: number): Promise<Seen[]> => {
  const uses = lookUpOn(db)('token_uses u', `u.cid = c.cid and u.day >= ${now - REFUSED_MS} and u.reason is not null`)
  const { rows } = await sql<Seen>`select c.cid, c.name, max(u.last_at) as at, sum(u.count) as count
    from credentials c ${sql.raw(uses)} where c.kind = 'personal' and c.owner_id = ${owner}
    group by c.cid, c.name order by at desc`.execute(db)
  return rows
}

const newPlacesOf = (db: Db, owner: string): Promise<Seen[]> =>
  db
    .selectFrom('notices as n')
    .innerJoin('credentials as c', 'c.cid', 'n.subject')
    .select(['c.cid', 'c.name', 'n.created_at as at'])
    .where('n.user_id', '=', owner)
    .where('n.dismissed_at', 'is', null)
    .where('n.kind', '=', 'token-used-from-new-place')
    .orderBy('n.created_at', 'desc')
    .execute()

const sooner = (one: Seen, other: Seen) => one.at - other.at

export const readTokens = async (db: Db, owner: string, now: number) => {
  const active = await activeOf(db, owner, now)
  const expiring = active.flatMap(({ cid, name, expires_at: at }) =>
    at !== null && at <= now + SOON_MS ? [{ cid, name, at }] : [],
  )
  const unused = active
    .map(({ cid, name, created_at, last_used_at }) => ({ cid, name, at: last_used_at ?? created_at }))
    .filter(({ at }) => at < now - UNUSED_MS)
  return {
    active: active.length,
    expiring: listed(expiring.toSorted(sooner)),
    unused: listed(unused.toSorted(sooner)),
    refused: listed(await refusedOf(db, owner, now)),
    newPlaces: listed(await newPlacesOf(db, owner)),
  }
}
