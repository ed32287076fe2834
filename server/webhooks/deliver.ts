/** Sends what waits for a webhook: signed, tried again later and later for about a day, then given up. */
import * as T from 'typebox'
import { peopleWith } from '../access/roles.ts'
import type { Config } from '../config.ts'
import type { Database, Db } from '../db/database.ts'
import type { JobHandler, JobParts } from '../jobs/jobs.ts'
import { readPayload } from '../jobs/payload.ts'
import { enqueueMail } from '../mail/outbox.ts'
import { addNotice } from '../notices/notices.ts'
import { isOutboundOff } from '../notices/outbound.ts'
import { pruneDeliveries } from './deliveries.ts'
import { egressOf } from './egress.ts'
import { WEBHOOK_JOB } from './publish.ts'
import { unseal } from './secret-box.ts'
import { type Outcome, type Resolve, type Road, resolveByDns, send } from './send.ts'
import { signatureOf } from './signature.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
/** After the first try, the second …; eight tries in about 23 hours. */
const PAUSES_MS = [30 * SECOND, 2 * MINUTE, 10 * MINUTE, HOUR, 3 * HOUR, 7 * HOUR, 12 * HOUR]
const TURNED_OFF_AFTER_MS = 72 * HOUR
const TIMEOUT_MS = 10 * SECOND

const Job = T.Object({ delivery: T.String() })

const waiting = (db: Db, id: string) =>
  db
    .selectFrom('webhook_deliveries as d')
    .innerJoin('webhooks as w', 'w.id', 'd.webhook_id')
    .select(['d.id', 'd.event', 'd.body', 'd.attempts', 'd.webhook_id', 'w.url', 'w.secret', 'w.enabled'])
    .where('d.id', '=', id)
    .where('d.status', '=', 'WAITING')
    .executeTakeFirst()

type Waiting = NonNullable<Awaited<ReturnType<typeof waiting>>>

const notSent = (error: string): Outcome => ({ ok: false, status: null, error })

const sendOne = async (row: Waiting, secretKey: Uint8Array | undefined, road: Road, now: number): Promise<Outcome> => {
  const secret = secretKey && unseal(secretKey, row.webhook_id, row.secret)
  if (secret === undefined)
    return notSent('Its secret cannot be read with this PORTICO_SECRET_KEY. Give the webhook a new secret.')
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Portico',
    'portico-event': row.event,
    'portico-delivery': row.id,
    'portico-signature': signatureOf(secret, row.body, now),
  }
  return send({ url: row.url, headers, body: row.body }, road)
}

/** A webhook that fails for days is turned off, and whoever may turn it on again is told. */
const turnOff = async (db: Db, { webhook_id, url }: Waiting, since: number, now: number) => {
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

/** Whether the webhook works is said by what was really tried. */
const recordHealth = async (db: Db, row: Waiting, ok: boolean, now: number) => {
  const failing = await db
    .updateTable('webhooks')
    .set(eb => ({ failing_since: ok ? null : eb.fn.coalesce('failing_since', eb.val(now)) }))
    .where('id', '=', row.webhook_id)
    .where(eb => (ok ? eb('failing_since', 'is not', null) : eb('enabled', '=', 1)))
    .returning('failing_since')
    .executeTakeFirst()
  const since = failing?.failing_since ?? now
  if (!ok && now - since >= TURNED_OFF_AFTER_MS) await turnOff(db, row, since, now)
}

const record = async (db: Db, row: Waiting, { ok, status, error }: Outcome, pause: number | undefined, now: number) => {
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

const giveUp = (database: Database, row: Waiting, error: string, now: number) =>
  database.transaction(db => record(db, row, notSent(error), undefined, now))

type Parts = { config: Config; resolve?: Resolve | undefined; timeoutMs?: number | undefined }

const deliver = ({ config, resolve = resolveByDns, timeoutMs = TIMEOUT_MS }: Parts): JobHandler => {
  const road = { egress: egressOf(config.egressAllow), resolve, timeoutMs }
  const work = async (payload: string, { database, clock }: JobParts) => {
    const row = await waiting(database.db, readPayload(Job, payload).delivery)
    if (!row) return undefined
    if (row.enabled === 0) return giveUp(database, row, 'The webhook is off.', clock()).then(() => undefined)
    if (await isOutboundOff(database.db))
      return giveUp(database, row, 'Nothing leaves this copy of the workspace.', clock()).then(() => undefined)
    const outcome = await sendOne(row, config.secretKey, road, clock())
    const now = clock()
    const pause = outcome.ok ? undefined : PAUSES_MS[row.attempts]
    await database.transaction(async db => {
      await record(db, row, outcome, pause, now)
      await recordHealth(db, row, outcome.ok, now)
    })
    return pause === undefined ? undefined : { againInMs: pause }
  }
  return Object.assign(work, { longestPauseMs: Math.max(...PAUSES_MS) })
}

export const webhookJobs = (parts: Parts) => ({ [WEBHOOK_JOB]: deliver(parts) })
