import { firstOrder, type Order } from '../../../contract/core/orders.ts'
import type { TokenUse } from '../../../contract/identity/activity.ts'
import type { Db } from '../../core/db/database.ts'
import { iso } from '../../core/problems/instant.ts'
import type { TokenHours, TokenPlaces, TokenUses } from './tables.ts'

const DAYS_KEPT = 90
export const KEPT_MS = DAYS_KEPT * 86_400_000

export const presentUse = (row: TokenUses): TokenUse => ({
  lastAt: iso(row.last_at),
  firstAt: iso(row.first_at),
  count: row.count,
  method: row.method,
  route: row.route,
  status: row.status,
  reason: row.reason,
  address: row.address,
  client: row.client,
  last4: row.last4,
})

export type UseFilter = { cid: string; refused: boolean; order?: Order | undefined; page: number; pageSize: number }

/** By time, latest first unless asked otherwise: a row lies within one day, so that the index on days is the order of all but those of the same day. */
export const listUses = async (db: Db, { cid, refused, order = firstOrder('time'), page, pageSize }: UseFilter) => {
  let list = db.selectFrom('token_uses').where('cid', '=', cid)
  if (refused) list = list.where('reason', 'is not', null)
  const { total } = await list.select(eb => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  const rows = await list
    .selectAll()
    .orderBy('day', order)
    .orderBy('last_at', order)
    .orderBy('id', order)
    .limit(pageSize)
    .offset(page * pageSize)
    .execute()
  return { rows, total: Number(total) }
}

/** Oldest first; hours without a call are left out. */
export const listHours = (db: Db, cid: string, now: number) =>
  db
    .selectFrom('token_hours')
    .selectAll()
    .where('cid', '=', cid)
    .where('hour', '>', now - KEPT_MS)
    .orderBy('hour')
    .execute()

export const presentHour = ({ hour, calls, refused }: TokenHours) => ({ hour: iso(hour), calls, refused })

/** Newest first. */
export const listPlaces = (db: Db, cid: string) =>
  db
    .selectFrom('token_places')
    .selectAll()
    .where('cid', '=', cid)
    .orderBy('first_at', 'desc')
    .orderBy('place')
    .execute()

export const presentPlace = ({ kind, place, first_at }: TokenPlaces) => ({ kind, place, firstSeen: iso(first_at) })

/** Removes what is older than 90 days; places are remembered as long as their token. */
export const forgetOldActivity = async (db: Db, now: number) => {
  await db
    .deleteFrom('token_uses')
    .where('day', '<', now - KEPT_MS)
    .execute()
  await db
    .deleteFrom('token_hours')
    .where('hour', '<', now - KEPT_MS)
    .execute()
}
