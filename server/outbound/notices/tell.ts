/**
 * Tells people and webhooks what happened to a token or key, inside the transaction in which it happened: the mail, the notice
 * and the webhook's delivery are rows of it, and leave once it is committed.
 */

import type { Selectable } from 'kysely'
import type { Db } from '../../core/db/database.ts'
import type { Credentials } from '../../core/db/tables.ts'
import type { Context } from '../../core/http/mount.ts'
import { enqueueMails } from '../../core/mail/outbox.ts'
import { isoOrNull } from '../../core/problems/instant.ts'
import { listenersTo, publish, publishTo } from '../webhooks/publish.ts'
import { addNotices } from './notices.ts'
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

/** What is shown in the app too: what no person did who would know of it. */
const noticeOf = ({ kind, isUnattended }: TokensEvent) => {
  if (kind === 'token-created' || kind === 'token-revoked') return undefined
  return kind === 'token-rotated' && !isUnattended ? undefined : kind
}

type TokensEvent = Omit<TokenEvent, 'cid'>

const newsOf = (row: Told, kind: TokenNews['kind'], { now, address, client }: Occasion): TokenNews => ({
  kind,
  name: row.name,
  last4: row.last4,
  at: now,
  address,
  client,
  by: row.ended_by,
  leaked: row.end_reason === 'LEAKED',
})

/** The same of several tokens: tells their owners, and webhooks. */
export const tellOwners = async (occasion: Occasion, cids: readonly string[], happened: TokensEvent): Promise<void> => {
  if (cids.length === 0) return
  const { db, now, address, client, hasMail } = occasion
  const { kind } = happened
  const notice = noticeOf(happened)
  const isMailed = hasMail && kind !== 'token-revoked'
  const listeners = await listenersTo(db, [EVENTS[kind]])
  if (listeners.length === 0 && !notice && !isMailed) return
  const rows = await toldOf(db).where('c.cid', 'in', cids).where('c.kind', '=', 'personal').execute()
  const events = rows.map(row => ({
    event: EVENTS[kind],
    data: { token: publicFacts(row), address, client, ...endOf(row) },
  }))
  await publishTo(db, listeners, events, now)
  if (kind === 'token-revoked') return
  const told = rows.flatMap(row =>
    row.owner_id === null || row.deactivated_at !== null
      ? []
      : {
          userId: row.owner_id,
          subject: row.cid,
          news: newsOf(row, kind, occasion),
          isMailOff: row.token_mail_off === 1,
        },
  )
  const notices = notice
    ? told.map(({ userId, subject, news }) => ({ userId, subject, kind: notice, facts: news }))
    : []
  await addNotices(db, notices, now)
  const mailed = isMailed ? told.filter(({ isMailOff }) => !isMailOff || kind === 'token-revoked-by-other') : []
  const mails = mailed.map(({ userId, news }) => ({ template: 'token-news', userId, data: news }) as const)
  await enqueueMails(db, mails, now)
}

/**
 * Tells the owner, and webhooks. A use from somewhere new is told once a day and token; what the owner does themselves is mailed
 * unless they turned that off.
 */
export const tellOwner = async (occasion: Occasion, { cid, ...happened }: TokenEvent): Promise<void> => {
  const { kind } = happened
  const isNews =
    kind !== 'token-used-from-new-place' || (await isFirstToday(occasion.db, `${kind}:${cid}`, occasion.now))
  if (isNews) await tellOwners(occasion, [cid], happened)
}

/** Tells webhooks of a workspace API key. */
export const announceKey = async ({ db, now, address, client }: Occasion, { kind, cid }: KeyEvent): Promise<void> => {
  const row = await toldOf(db).where('c.cid', '=', cid).executeTakeFirst()
  if (row) await publish(db, kind, { key: publicFacts(row), address, client }, now)
}
