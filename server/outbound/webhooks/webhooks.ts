/** Webhooks: where they lead, what they listen to, and the secret with which what is sent is signed. */

import { isIP } from 'node:net'
import { WEBHOOK_EVENTS, type Webhook, type WebhookEvent } from '../../../contract/outbound/webhooks.ts'
import type { Config } from '../../config.ts'
import type { Db } from '../../core/db/database.ts'
import { newId } from '../../core/db/ids.ts'
import { iso } from '../../core/problems/instant.ts'
import { badRequest, conflict, notFound } from '../../core/problems/problems.ts'
import { ALLOWED } from '../../identity/access/abilities.ts'
import { clashes, type Verdict } from '../../identity/roles/rules.ts'
import { egressOf } from './egress.ts'
import { resumeLane } from './lanes.ts'
import { seal } from './secret-box.ts'
import { newWebhookSecret } from './signature.ts'
import type { Webhooks } from './tables.ts'

export const MOST_WEBHOOKS = 50

export type WebhookRow = Webhooks & { maker_email: string | null }

const webhooks = (db: Db) =>
  db
    .selectFrom('webhooks as w')
    .leftJoin('users as u', 'u.id', 'w.created_by')
    .selectAll('w')
    .select('u.email as maker_email')

export const listWebhooks = (db: Db): Promise<WebhookRow[]> =>
  webhooks(db).orderBy('w.created_at', 'desc').orderBy('w.id').execute()

/** @throws Problem 404 */
export const findWebhook = async (db: Db, id: string): Promise<WebhookRow> => {
  const row = await webhooks(db).where('w.id', '=', id).executeTakeFirst()
  if (!row) throw notFound(`No webhook has the identifier ${id}.`)
  return row
}

const NO_KEY = 'Webhooks need PORTICO_SECRET_KEY, which encrypts their secrets. Set it, then restart Portico.'

export const canCreate = ({ secretKey }: Config): Verdict => (secretKey ? ALLOWED : clashes(NO_KEY))

const keyOf = ({ secretKey }: Config): Uint8Array => {
  if (!secretKey) throw conflict(NO_KEY)
  return secretKey
}

/** What can be said without looking the name up, which is done for each delivery. @throws Problem 400 */
export const checkUrl = (text: string, { egressAllow }: Config): string => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol))
    throw badRequest('url: must be a URL such as https://hooks.example.com/portico.', 'url')
  if (url.username || url.password || url.hash)
    throw badRequest('url: must not contain a user, password or fragment.', 'url')
  if (url.protocol === 'http:' && egressAllow.length === 0)
    throw badRequest(
      'url: must be https. http is allowed only for ranges in PORTICO_EGRESS_ALLOW, which is empty.',
      'url',
    )
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) !== 0 && !egressOf(egressAllow).isReachable(host))
    throw badRequest('url: points to a private network, which PORTICO_EGRESS_ALLOW does not allow.', 'url')
  return url.href
}

export type NewWebhook = { url: string; description?: string | null | undefined; events: readonly WebhookEvent[] }

const inOrder = (events: readonly WebhookEvent[]) => WEBHOOK_EVENTS.filter(event => events.includes(event)).join(',')

/** What was asked for, by whom, and when. */
type CreateWebhook = NewWebhook & { readonly makerId: string; readonly now: number }

/** The secret is returned here and nowhere else. @throws Problem 400 or 409 */
export const createWebhook = async (db: Db, config: Config, { makerId, now, ...asked }: CreateWebhook) => {
  const key = keyOf(config)
  if ((await listWebhooks(db)).length >= MOST_WEBHOOKS)
    throw conflict(`This workspace already has ${MOST_WEBHOOKS} webhooks. Delete one first.`)
  const id = newId('wh')
  const secret = newWebhookSecret()
  await db
    .insertInto('webhooks')
    .values({
      id,
      url: checkUrl(asked.url, config),
      description: asked.description ?? null,
      events: inOrder(asked.events),
      secret: seal(key, id, secret),
      enabled: 1,
      failing_since: null,
      created_at: now,
      created_by: makerId,
      version: 1,
    })
    .execute()
  await db.insertInto('webhook_lanes').values({ webhook_id: id, leased_until: null, resume_at: null }).execute()
  return { row: await findWebhook(db, id), secret }
}

export type Change = Partial<NewWebhook> & { enabled?: boolean | undefined }

/** @throws Problem 400 or 404 */
export const changeWebhook = async (
  db: Db,
  config: Config,
  { id, url, description, events, enabled }: Change & { id: string },
): Promise<{ before: WebhookRow; after: WebhookRow }> => {
  const before = await findWebhook(db, id)
  const isOn = enabled ?? before.enabled === 1
  const change = {
    url: url === undefined ? before.url : checkUrl(url, config),
    description: description === undefined ? before.description : description,
    events: events === undefined ? before.events : inOrder(events),
    enabled: isOn ? 1 : 0,
    failing_since: isOn && before.enabled === 0 ? null : before.failing_since,
    version: before.version + 1,
  } as const
  await db.updateTable('webhooks').set(change).where('id', '=', id).execute()
  await resumeLane(db, id)
  return { before, after: { ...before, ...change } }
}

/** The new secret is returned here and nowhere else. */
export const renewSecret = async (db: Db, config: Config, id: string) => {
  const row = await findWebhook(db, id)
  const secret = newWebhookSecret()
  const change = { secret: seal(keyOf(config), id, secret), version: row.version + 1 }
  await db.updateTable('webhooks').set(change).where('id', '=', id).execute()
  return { row, secret }
}

const isEvent = (text: string): text is WebhookEvent => WEBHOOK_EVENTS.some(event => event === text)

export const presentWebhook = (row: WebhookRow): Webhook => ({
  id: row.id,
  url: row.url,
  description: row.description,
  events: row.events.split(',').filter(isEvent),
  enabled: row.enabled === 1,
  failingSince: row.failing_since === null ? null : iso(row.failing_since),
  createdDate: iso(row.created_at),
  createdBy: row.maker_email,
  version: row.version,
})
