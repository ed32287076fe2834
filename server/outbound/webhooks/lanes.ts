/**
 * Each webhook has a lane: one delivery of it is under way at a time, the oldest that is due, claimed with a lease, so that several
 * nodes send each thing once. After a failure the lane rests, so that its receiver is left alone.
 */
import { type ExpressionBuilder, sql } from 'kysely'
import type { Database, Db } from '../../core/db/database.ts'
import type { Tables } from '../../core/db/tables.ts'
import { CLOCK_SKEW_MS } from '../../core/problems/instant.ts'

/** Longer than any delivery takes; after it another node may try. */
const LEASE_MS = 120_000
const SHORTEST_REST_MS = 1000
const LONGEST_REST_MS = 60_000
/** The farthest that a delivery is ever put off. */
export const LONGEST_PAUSE_MS = 12 * 3_600_000

/** What lies farther ahead than it ever is put off was written while a clock was ahead. */
const isOver =
  (column: 'leased_until' | 'resume_at', longest: number, now: number) =>
  (eb: ExpressionBuilder<Tables, 'webhook_lanes'>) =>
    eb.or([eb(column, 'is', null), eb(column, '<=', now), eb(column, '>', now + longest + CLOCK_SKEW_MS)])

const due = (db: Db, now: number) =>
  db
    .selectFrom('webhook_deliveries')
    .where('status', '=', 'WAITING')
    .where(eb => eb.or([eb('next_at', '<=', now), eb('next_at', '>', now + LONGEST_PAUSE_MS + CLOCK_SKEW_MS)]))

const free = (db: Db, now: number) =>
  db
    .selectFrom('webhook_lanes')
    .select('webhook_id')
    .where(isOver('leased_until', LEASE_MS, now))
    .where(isOver('resume_at', LONGEST_REST_MS, now))
    .where(({ exists }) =>
      exists(due(db, now).select('id').where('webhook_id', '=', sql.ref<string>('webhook_lanes.webhook_id'))),
    )
    .limit(1)

const deliveryOf = (db: Db, webhookId: string, now: number) =>
  due(db, now)
    .innerJoin('webhooks as w', 'w.id', 'webhook_deliveries.webhook_id')
    .select(['webhook_deliveries.id', 'event', 'body', 'attempts', 'webhook_id', 'w.url', 'w.secret', 'w.enabled'])
    .where('webhook_id', '=', webhookId)
    .orderBy('webhook_deliveries.created_at')
    .orderBy('webhook_deliveries.id')
    .limit(1)
    .executeTakeFirst()

type Delivery = NonNullable<Awaited<ReturnType<typeof deliveryOf>>>

/** A delivery that is under way, and until when it is ours alone. */
export type Claimed = Delivery & { readonly leased_until: number }

/** Of two nodes that want the same lane, one gets it. Looks before it opens a write transaction. */
export const claimDelivery = async (database: Database, now: number): Promise<Claimed | undefined> => {
  if (!(await free(database.db, now).executeTakeFirst())) return undefined
  return database.transaction(async db => {
    const lane = await free(db, now).executeTakeFirst()
    const delivery = lane && (await deliveryOf(db, lane.webhook_id, now))
    if (!delivery) return undefined
    const leased_until = now + LEASE_MS
    await db.updateTable('webhook_lanes').set({ leased_until }).where('webhook_id', '=', delivery.webhook_id).execute()
    return { ...delivery, leased_until }
  })
}

/** Frees the lane; answers whether it was still ours. */
export const freeLane = async (db: Db, { webhook_id, leased_until }: Claimed): Promise<boolean> => {
  const { numUpdatedRows } = await db
    .updateTable('webhook_lanes')
    .set({ leased_until: null })
    .where('webhook_id', '=', webhook_id)
    .where('leased_until', '=', leased_until)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** A lane that fails since then rests for about as long as it has failed. */
export const restLane = (db: Db, { webhookId, since }: { webhookId: string; since: number }, now: number) => {
  const rest = Math.min(LONGEST_REST_MS, Math.max(SHORTEST_REST_MS, now - since))
  return db
    .updateTable('webhook_lanes')
    .set({ resume_at: now + rest })
    .where('webhook_id', '=', webhookId)
    .execute()
}

/** What waits is sent at once. */
export const resumeLane = (db: Db, webhookId: string) =>
  db
    .updateTable('webhook_lanes')
    .set({ resume_at: null })
    .where('webhook_id', '=', webhookId)
    .where('resume_at', 'is not', null)
    .execute()

/** Before it nothing is sent; 0 where the lane does not rest. */
export const resumesAt = async (db: Db, webhookId: string): Promise<number> => {
  const lane = await db
    .selectFrom('webhook_lanes')
    .select('resume_at')
    .where('webhook_id', '=', webhookId)
    .executeTakeFirst()
  return lane?.resume_at ?? 0
}
