/** Hands an event to the webhooks that listen to it: a row and a job each, in the transaction in which it happened. */

import type { PING, WebhookEvent } from '../../contract/webhooks.ts'
import type { Db } from '../db/database.ts'
import { newId, newOrderedId } from '../db/ids.ts'
import { iso } from '../http/instant.ts'
import { enqueue } from '../jobs/jobs.ts'
import { isOutboundOff } from '../notices/outbound.ts'

export const WEBHOOK_JOB = 'webhook'
/** Beyond this many that wait, a webhook is sent nothing new: its receiver has been away for long. */
const MOST_WAITING = 1000

/** Due now; the jobs of one webhook run one after the other. */
export const enqueueDelivery = (db: Db, webhookId: string, deliveryId: string, now: number) =>
  enqueue(
    db,
    {
      key: `${WEBHOOK_JOB}:${deliveryId}:${newId('wd')}`,
      kind: WEBHOOK_JOB,
      payload: { delivery: deliveryId },
      queue: `${WEBHOOK_JOB}:${webhookId}`,
    },
    now,
  )

export const addDelivery = async (
  db: Db,
  webhookId: string,
  event: WebhookEvent | typeof PING,
  data: unknown,
  now: number,
): Promise<string> => {
  const id = newOrderedId('wd')
  await db
    .insertInto('webhook_deliveries')
    .values({
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
    })
    .execute()
  await enqueueDelivery(db, webhookId, id, now)
  return id
}

const hasRoom = async (db: Db, webhookId: string) => {
  const { waiting } = await db
    .selectFrom('webhook_deliveries')
    .select(eb => eb.fn.countAll<number>().as('waiting'))
    .where('webhook_id', '=', webhookId)
    .where('status', '=', 'WAITING')
    .executeTakeFirstOrThrow()
  return Number(waiting) < MOST_WAITING
}

/** `data` is sent as it is: never a secret. */
export const publish = async (db: Db, event: WebhookEvent, data: unknown, now: number): Promise<void> => {
  const webhooks = await db.selectFrom('webhooks').select(['id', 'events']).where('enabled', '=', 1).execute()
  const listening = webhooks.filter(({ events }) => events.split(',').includes(event))
  if (listening.length === 0 || (await isOutboundOff(db))) return
  for (const { id } of listening) if (await hasRoom(db, id)) await addDelivery(db, id, event, data, now)
}
