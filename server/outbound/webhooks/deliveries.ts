/** What webhooks were sent, and what became of it. */

import type { WebhookDelivery } from '../../../contract/outbound/webhooks.ts'
import type { Db } from '../../core/db/database.ts'
import { iso, isoOrNull } from '../../core/problems/instant.ts'
import { conflict, notFound } from '../../core/problems/problems.ts'
import { resumeLane, resumesAt } from './lanes.ts'
import type { WebhookDeliveries } from './tables.ts'

const MOST_KEPT = 50
const KEPT_MS = 7 * 86_400_000

/** Named one by one, because an index finds what is, not what is not. */
const DONE = ['DELIVERED', 'FAILED'] as const

const newestOf = (db: Db, webhookId: string) =>
  db
    .selectFrom('webhook_deliveries')
    .where('webhook_id', '=', webhookId)
    .where('status', 'in', DONE)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')

/** What waits, each with the time at which its lane reaches it, and the newest of what is done. */
export const listDeliveries = async (db: Db, webhookId: string): Promise<WebhookDeliveries[]> => {
  const waiting = await db
    .selectFrom('webhook_deliveries')
    .selectAll()
    .where('webhook_id', '=', webhookId)
    .where('status', '=', 'WAITING')
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(MOST_KEPT)
    .execute()
  const done = await newestOf(db, webhookId).selectAll().limit(MOST_KEPT).execute()
  const resumeAt = waiting.length > 0 ? await resumesAt(db, webhookId) : 0
  const resumed = waiting.map(row => ({ ...row, next_at: Math.max(row.next_at ?? 0, resumeAt) }))
  return [...resumed, ...done].sort((a, b) => b.created_at - a.created_at || (a.id < b.id ? 1 : -1))
}

/** @throws Problem 404 */
export const findDelivery = async (db: Db, webhookId: string, id: string): Promise<WebhookDeliveries> => {
  const row = await db
    .selectFrom('webhook_deliveries')
    .selectAll()
    .where('id', '=', id)
    .where('webhook_id', '=', webhookId)
    .executeTakeFirst()
  if (!row) throw notFound(`This webhook has no delivery with the identifier ${id}.`)
  return row
}

/** @throws Problem 404, or 409 while it is on its way */
export const sendAgain = async (
  db: Db,
  { webhookId, id }: { webhookId: string; id: string },
  now: number,
): Promise<WebhookDeliveries> => {
  const row = await findDelivery(db, webhookId, id)
  if (row.status === 'WAITING') throw conflict('This delivery is already being sent.')
  const change = { status: 'WAITING', attempts: 0, next_at: now, error: null } as const
  await db.updateTable('webhook_deliveries').set(change).where('id', '=', id).execute()
  await resumeLane(db, webhookId)
  return { ...row, ...change }
}

/** Keeps the newest of what is done. */
export const pruneDeliveries = async (db: Db, webhookId: string) => {
  const oldest = await newestOf(db, webhookId).select(['id', 'created_at']).offset(MOST_KEPT).limit(MOST_KEPT).execute()
  const ids = oldest.map(({ id }) => id)
  if (ids.length > 0) await db.deleteFrom('webhook_deliveries').where('id', 'in', ids).execute()
}

export const forgetOldDeliveries = async (db: Db, now: number) => {
  await db
    .deleteFrom('webhook_deliveries')
    .where('status', 'in', DONE)
    .where('created_at', '<', now - KEPT_MS)
    .execute()
}

export const presentDelivery = (row: WebhookDeliveries): WebhookDelivery => ({
  id: row.id,
  event: row.event,
  createdDate: iso(row.created_at),
  status: row.status,
  attempts: row.attempts,
  triedAt: isoOrNull(row.tried_at),
  nextAt: row.status === 'WAITING' ? isoOrNull(row.next_at) : null,
  answerStatus: row.answer_status,
  error: row.error,
  body: row.body,
})
