/** Hands an event to the webhooks that listen to it: a row each, in the transaction in which it happened. */

import type { PING, WebhookEvent } from '../../../contract/outbound/webhooks.ts'
import { inChunks } from '../../core/db/chunks.ts'
import { compiled } from '../../core/db/compiled.ts'
import type { Db } from '../../core/db/database.ts'
import { newOrderedId } from '../../core/db/ids.ts'
import { isOutboundOff } from '../../core/mail/outbound.ts'
import { iso } from '../../core/problems/instant.ts'

/** Beyond this many that wait, a webhook is sent nothing new: its receiver has been away for long. */
const MOST_WAITING = 1000

/** `data` is sent as it is: never a secret. */
export type Event = { readonly event: WebhookEvent; readonly data: unknown }

type Addressed = Omit<Event, 'event'> & { readonly event: WebhookEvent | typeof PING; readonly webhookId: string }

const addDeliveries = async (db: Db, events: readonly Addressed[], now: number): Promise<string[]> => {
  const rows = events.map(({ webhookId, event, data }) => {
    const id = newOrderedId('wd')
    return {
      id,
      webhook_id: webhookId,
      event,
      body: JSON.stringify({ id, event, at: iso(now), data }),
      created_at: now,
      status: 'WAITING',
      attempts: 0,
      tried_at: null,
      next_at: now,
      answer_status: null,
      error: null,
    } as const
  })
  await inChunks(rows, some => db.insertInto('webhook_deliveries').values(some).execute())
  return rows.map(({ id }) => id)
}

/** Answers the delivery's identifier. */
export const addDelivery = async (db: Db, addressed: Addressed, now: number): Promise<string> => {
  const [id = ''] = await addDeliveries(db, [addressed], now)
  return id
}

/** How many may be added for each of these webhooks. */
const roomOf = async (db: Db, ids: readonly string[]): Promise<Map<string, number>> => {
  const rows = await db
    .selectFrom('webhook_deliveries')
    .select(['webhook_id', eb => eb.fn.countAll<number>().as('waiting')])
    .where('webhook_id', 'in', ids)
    .where('status', '=', 'WAITING')
    .groupBy('webhook_id')
    .execute()
  const waiting = new Map(rows.map(row => [row.webhook_id, Number(row.waiting)]))
  return new Map(ids.map(id => [id, Math.max(0, MOST_WAITING - (waiting.get(id) ?? 0))]))
}

export type Listener = { readonly id: string; readonly listensTo: ReadonlySet<string> }

const selectEnabled = compiled((db, _: Record<never, never>) =>
  db.selectFrom('webhooks').select(['id', 'events']).where('enabled', '=', 1),
)

/** The webhooks that are sent any of these events. */
export const listenersTo = async (db: Db, events: readonly WebhookEvent[]): Promise<readonly Listener[]> => {
  const webhooks = await selectEnabled(db, {})
  const listening = webhooks
    .map(({ id, events: names }) => ({ id, listensTo: new Set(names.split(',')) }))
    .filter(({ listensTo }) => events.some(event => listensTo.has(event)))
  return listening.length === 0 || (await isOutboundOff(db)) ? [] : listening
}

type Publication = { readonly listeners: readonly Listener[]; readonly events: readonly Event[] }

/** To those that `listenersTo` found. */
export const publishTo = async (db: Db, { listeners, events }: Publication, now: number) => {
  if (listeners.length === 0) return
  const room = await roomOf(
    db,
    listeners.map(({ id }) => id),
  )
  const fitting = listeners.flatMap(({ id, listensTo }) =>
    events
      .filter(({ event }) => listensTo.has(event))
      .slice(0, room.get(id))
      .map(event => ({ ...event, webhookId: id })),
  )
  await addDeliveries(db, fitting, now)
}

export const publishAll = async (db: Db, events: readonly Event[], now: number): Promise<void> => {
  const names = events.map(({ event }) => event)
  if (names.length > 0) await publishTo(db, { listeners: await listenersTo(db, names), events }, now)
}

export const publish = (db: Db, event: Event, now: number): Promise<void> => publishAll(db, [event], now)
