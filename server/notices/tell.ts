/**
 * Tells people and webhooks what happened to a token or key, inside the transaction in which it happened: the mail, the notice
 * and the webhook's delivery are rows of it, and leave once it is committed.
 */

import type { Selectable } from 'kysely'
import type { Db } from '../db/database.ts'
import type { Credentials } from '../db/tables.ts'
import { isoOrNull } from '../http/instant.ts'
import type { Context } from '../http/mount.ts'
import { enqueueMail } from '../mail/outbox.ts'
import { publish } from '../webhooks/publish.ts'
import { addNotice } from './notices.ts'
import { isFirstToday } from './once.ts'
import type { TokenNews } from './words.ts'

export type TokenEvent = {
  /** `token-revoked` is by its owner, who need not be told. */
  readonly kind: TokenNews['kind'] | 'token-revoked'
  readonly cid: string
  /** No person did it, such as a token that rotates itself: told in the app too. */
  readonly isUnattended?: boolean
}

export type KeyEvent = {
  readonly kind: 'key.created' | 'key.deleted'
  readonly cid: string
}

/** Within which transaction, when and from where it happened; and whether mail is set up, for nothing is written for nobody to send. */
export type Occasion = Pick<Context, 'db' | 'now' | 'address' | 'client' | 'hasMail'>

export type Told = Selectable<Credentials> & {
  last4: string
  email: string | null
  owner_name: string | null
  deactivated_at: number | null
  token_mail_off: number | null
  last_used_at: number | null
}

export const toldOf = (db: Db) =>
  db
    .selectFrom('credentials as c')
    .innerJoin('secrets as s', join => join.onRef('s.cid', '=', 'c.cid').on('s.is_current', '=', 1))
    .leftJoin('users as u', 'u.id', 'c.owner_id')
    .leftJoin('mail_preferences as p', 'p.user_id', 'c.owner_id')
    .leftJoin('credential_uses as used', 'used.cid', 'c.cid')
    .selectAll('c')
    .select(['used.last_used_at', 's.last4', 'u.email', 'u.name as owner_name', 'u.deactivated_at', 'p.token_mail_off'])

/** A credential as webhooks are told of it: nothing that would help anybody to use it. */
export const publicFacts = (row: Told) => ({
  cid: row.cid,
  name: row.name,
  last4: row.last4,
  createdDate: isoOrNull(row.created_at),
  expirationDate: isoOrNull(row.expires_at),
  lastUsedDate: isoOrNull(row.last_used_at),
  owner: row.owner_id === null ? null : { id: row.owner_id, email: row.email, name: row.owner_name },
})

const EVENTS = {
  'token-created': 'token.created',
  'token-rotated': 'token.rotated',
  'token-used-from-new-place': 'token.used-from-new-place',
  'token-revoked': 'token.revoked',
  'token-revoked-by-other': 'token.revoked',
} as const

const endOf = ({ ended_at, ended_by, end_reason }: Told) =>
  ended_at === null ? {} : { ended: { at: isoOrNull(ended_at), by: ended_by, reason: end_reason } }

/**
 * Tells the owner, and webhooks. A use from somewhere new is told once a day and token; what the owner does themselves is mailed
 * unless they turned that off.
 */
export const tellOwner = async (
  { db, now, address, client, hasMail }: Occasion,
  { kind, cid, isUnattended = false }: TokenEvent,
): Promise<void> => {
  if (kind === 'token-used-from-new-place' && !(await isFirstToday(db, `${kind}:${cid}`, now))) return
  const row = await toldOf(db).where('c.cid', '=', cid).executeTakeFirst()
  if (row?.kind !== 'personal') return
  await publish(db, EVENTS[kind], { token: publicFacts(row), address, client, ...endOf(row) }, now)
  if (kind === 'token-revoked' || row.owner_id === null || row.deactivated_at !== null) return
  const { name, last4, owner_id: userId } = row
  const news = { kind, name, last4, at: now, address, client, by: row.ended_by, leaked: row.end_reason === 'LEAKED' }
  if (
    kind === 'token-used-from-new-place' ||
    kind === 'token-revoked-by-other' ||
    (kind === 'token-rotated' && isUnattended)
  )
    await addNotice(db, { userId, kind, subject: cid, facts: news }, now)
  if (hasMail && (row.token_mail_off !== 1 || kind === 'token-revoked-by-other'))
    await enqueueMail(db, { template: 'token-news', userId, data: news }, now)
}

/** Tells webhooks of a workspace API key. */
export const announceKey = async ({ db, now, address, client }: Occasion, { kind, cid }: KeyEvent): Promise<void> => {
  const row = await toldOf(db).where('c.cid', '=', cid).executeTakeFirst()
  if (row) await publish(db, kind, { key: publicFacts(row), address, client }, now)
}
