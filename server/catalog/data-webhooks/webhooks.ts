/** The rows of webhooks that set custom data: credentials of kind `webhook`, and what each does. */
import { randomUUID } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import type { DataWebhook } from '../../../contract/catalog/data-webhooks.ts'
import { type Actor, holds } from '../../core/callers/actor.ts'
import type { Db } from '../../core/db/database.ts'
import { iso } from '../../core/problems/instant.ts'
import { notFound } from '../../core/problems/problems.ts'
import { ability, refusedBecause } from '../../identity/access/abilities.ts'
import { grantsOf } from '../../identity/access/roles.ts'
import { insertCredential, type NewCredential } from '../../identity/credentials/credentials.ts'
import type { LastUse } from '../../identity/credentials/tables.ts'
import type { Use } from '../../identity/credentials/usage.ts'
import { presentLastUse } from '../../identity/tokens/present.ts'
import { type FoundWebhook, keysOf, stateOf } from './read.ts'
import type { DataWebhooks } from './tables.ts'

export type WebhookRow = FoundWebhook & { [K in keyof LastUse]: LastUse[K] | null } & {
  description: string | null
  created_at: number
  version: number
}

const MOST_LISTED = 500

const rowsWhere = async (db: Db, where: RawBuilder<unknown>): Promise<WebhookRow[]> => {
  const { rows } = await sql<WebhookRow>`select c.cid, c.name, c.description, c.created_at, c.expires_at, c.time_zone,
      c.ended_at, c.owner_id, c.address_ranges, c.version, s.last4, u.email, u.name as owner_name, u.deactivated_at,
      ${sql.raw(grantsOf('c.owner_id'))} as owner_grants, w.entity_type, w.keys, w.mapping, w.paused_at,
      used.last_used_at, used.last_used_address, used.last_used_client
    from credentials c join data_webhooks w on w.cid = c.cid join secrets s on s.cid = c.cid
      left join users u on u.id = c.owner_id left join credential_uses used on used.cid = c.cid
    where c.kind = 'webhook' and ${where} order by c.created_at desc, c.cid desc limit ${MOST_LISTED}`.execute(db)
  return rows
}

/** The newest, those that ended too. */
export const listWebhooks = (db: Db) => rowsWhere(db, sql`1 = 1`)

/** @throws Problem 404 */
export const findWebhook = async (db: Db, cid: string): Promise<WebhookRow> => {
  const [row] = await rowsWhere(db, sql`c.cid = ${cid}`)
  if (!row) throw notFound(`No data webhook has the identifier ${cid}.`)
  return row
}

/** Answers the UUID, here and nowhere else. */
export const insertWebhook = async (
  db: Db,
  credential: Omit<NewCredential, 'kind'>,
  { does, now }: { does: Omit<DataWebhooks, 'cid'>; now: number },
) => {
  const uuid = randomUUID()
  const cid = await insertCredential(db, { ...credential, kind: 'webhook' }, { secret: uuid, now })
  await db
    .insertInto('data_webhooks')
    .values({ cid, ...does })
    .execute()
  return { cid, uuid }
}

const OVER = refusedBecause('It was revoked.')

const abilitiesOf = (row: WebhookRow, actor: Actor): NonNullable<DataWebhook['abilities']> => {
  if (row.ended_at !== null) return { change: OVER, takeOver: OVER }
  const change = ability(actor, 'EDIT_ENTITIES')
  if (actor.kind === 'session' && actor.user.id === row.owner_id)
    return { change, takeOver: refusedBecause('It is yours already.') }
  return { change, takeOver: holds(actor, 'EDIT_ENTITIES') ? ability(actor, 'EDIT_API_KEYS') : change }
}

type Seen = { readonly now: number; readonly gathered: readonly Use[]; readonly asker?: Actor | undefined }

export const presentWebhook = (row: WebhookRow, { now, gathered, asker }: Seen): DataWebhook => {
  const lastUsed = presentLastUse(row, gathered)
  return {
    cid: row.cid,
    name: row.name,
    ...(row.description === null ? {} : { description: row.description }),
    entityType: row.entity_type,
    keys: keysOf(row),
    mapping: row.mapping,
    addressRanges: row.address_ranges?.split(',') ?? null,
    state: stateOf(row, now),
    last4: row.last4,
    createdDate: iso(row.created_at),
    ...(row.expires_at === null ? {} : { expirationDate: iso(row.expires_at) }),
    ...(row.ended_at === null ? {} : { endedDate: iso(row.ended_at) }),
    ...(lastUsed ? { lastUsed } : {}),
    ...(row.email === null ? {} : { owner: { name: row.owner_name ?? '', email: row.email } }),
    version: row.version,
    ...(asker ? { abilities: abilitiesOf(row, asker) } : {}),
  }
}
