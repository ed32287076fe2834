/** Sends what waits for a webhook: signed, retried with growing pauses for about a day, then given up. */

import type { Config } from '../../config.ts'
import type { Database, Db } from '../../core/db/database.ts'
import type { JobParts, Source } from '../../core/jobs/dispatcher.ts'
import { isOutboundOff } from '../../core/mail/outbound.ts'
import { peopleWith } from '../../identity/access/roles.ts'
import { enqueueMail } from '../emails/outbox.ts'
import { addNotice } from '../notices/notices.ts'
import { pruneDeliveries } from './deliveries.ts'
import { egressOf } from './egress.ts'
import { type Claimed, claimDelivery, freeLane, LONGEST_PAUSE_MS, restLane, resumeLane } from './lanes.ts'
import { unseal } from './secret-box.ts'
import { type Outcome, type Resolve, resolveByDns, type SendOptions, send } from './send.ts'
import { signatureOf } from './signature.ts'
import { MOST_WEBHOOKS } from './webhooks.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
/** After the first try, the second …; eight tries in about 23 hours. */
const PAUSES_MS = [30 * SECOND, 2 * MINUTE, 10 * MINUTE, HOUR, 3 * HOUR, 7 * HOUR, LONGEST_PAUSE_MS]
const TURNED_OFF_AFTER_MS = 72 * HOUR
const TIMEOUT_MS = 10 * SECOND

/** What every delivery is sent with. */
type SendSettings = Pick<Config, 'secretKey'> & { readonly options: SendOptions }

const notSent = (error: string): Outcome => ({ ok: false, status: null, error })

const sendOne = async (row: Claimed, { secretKey, options }: SendSettings, now: number): Promise<Outcome> => {
  const secret = secretKey && unseal(secretKey, row.webhook_id, row.secret)
  if (secret === undefined)
    return notSent("Its secret can't be read with this PORTICO_SECRET_KEY. Renew the secret of the webhook.")
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Portico',
    'portico-event': row.event,
    'portico-delivery': row.id,
    'portico-signature': signatureOf(secret, row.body, now),
  }
  return send({ url: row.url, headers, body: row.body }, options)
}

/** A webhook that fails for days is turned off, and everyone who may turn it on again is notified. */
const turnOff = async (db: Db, { webhook_id, url, since }: Claimed & { since: number }, now: number) => {
  await db
    .updateTable('webhooks')
    .set(eb => ({ enabled: 0, version: eb('version', '+', 1) }))
    .where('id', '=', webhook_id)
    .execute()
  const facts = { host: new URL(url).host, since }
  for (const { id } of await peopleWith(db, 'CONFIGURE_INTEGRATIONS')) {
    await addNotice(db, { userId: id, kind: 'webhook-disabled', subject: webhook_id, facts }, now)
    await enqueueMail(db, { template: 'webhook-disabled', userId: id, data: facts }, now)
  }
}

/** An attempt, its outcome, and the pause before the next one; `pause` is undefined after the last. */
type Attempt = { readonly row: Claimed; readonly outcome: Outcome; readonly pause: number | undefined }

/** Only real attempts decide whether a webhook is failing. */
const recordHealth = async (db: Db, { row, outcome: { ok } }: Attempt, now: number) => {
  const changed = await db
    .updateTable('webhooks')
    .set(eb => ({ failing_since: ok ? null : eb.fn.coalesce('failing_since', eb.val(now)) }))
    .where('id', '=', row.webhook_id)
    .where(eb => (ok ? eb('failing_since', 'is not', null) : eb('enabled', '=', 1)))
    .returning('failing_since')
    .executeTakeFirst()
  if (!changed) return
  if (ok) return resumeLane(db, row.webhook_id)
  const since = changed.failing_since ?? now
  if (now - since >= TURNED_OFF_AFTER_MS) await turnOff(db, { ...row, since }, now)
  else await restLane(db, { webhookId: row.webhook_id, since }, now)
}

const record = async (db: Db, { row, outcome, pause }: Attempt, now: number) => {
  const { ok, status, error } = outcome
  await db
    .updateTable('webhook_deliveries')
    .set({
      status: ok ? 'DELIVERED' : pause === undefined ? 'FAILED' : 'WAITING',
      attempts: row.attempts + 1,
      tried_at: now,
      next_at: pause === undefined ? null : now + pause,
      answer_status: status,
      error,
    })
    .where('id', '=', row.id)
    .execute()
  if (pause === undefined) await pruneDeliveries(db, row.webhook_id)
}

type Parts = { config: Config; resolve?: Resolve | undefined; timeoutMs?: number | undefined }

/** Why nothing may be sent at all; undefined when it may. */
const reasonNotToSend = async ({ db }: Database, { enabled }: Claimed) => {
  if (enabled === 0) return 'The webhook is turned off.'
  if (await isOutboundOff(db)) return 'Outbound messages are turned off in this copy of the workspace.'
  return undefined
}

const deliver = async (row: Claimed, { database, clock }: JobParts, settings: SendSettings) => {
  const why = await reasonNotToSend(database, row)
  const outcome = why === undefined ? await sendOne(row, settings, clock()) : notSent(why)
  const now = clock()
  const pause = outcome.ok || why !== undefined ? undefined : PAUSES_MS[row.attempts]
  const attempt = { row, outcome, pause }
  await database.transaction(async db => {
    if (!(await freeLane(db, row))) return
    await record(db, attempt, now)
    if (why === undefined) await recordHealth(db, attempt, now)
  })
}

/** What waits for webhooks: as many are called at once as there can be, so that one that hangs holds up itself alone. */
export const webhookDeliveries = ({ config, resolve = resolveByDns, timeoutMs = TIMEOUT_MS }: Parts): Source => {
  const options = { egress: egressOf(config.egressAllow), resolve, timeoutMs }
  const settings = { secretKey: config.secretKey, options }
  return {
    atOnce: MOST_WEBHOOKS,
    async next(parts) {
      const row = await claimDelivery(parts.database, parts.clock())
      return row && (() => deliver(row, parts, settings))
    },
  }
}
