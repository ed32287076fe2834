/** Notices in the app: one row per person, who can dismiss it. */

import type { Notice, NoticeKind } from '../../../contract/outbound/notices.ts'
import { inChunks } from '../../core/db/chunks.ts'
import type { Db } from '../../core/db/database.ts'
import { newId } from '../../core/db/ids.ts'
import { readPayload } from '../../core/jobs/payload.ts'
import { iso } from '../../core/problems/instant.ts'
import { notFound } from '../../core/problems/problems.ts'
import type { Notices } from './tables.ts'
import {
  EndingFacts,
  IdentityNews,
  IdleFacts,
  sayEnding,
  sayIdentityNews,
  sayIdle,
  sayTokenNews,
  sayWebhookOff,
  TokenNews,
  WebhookOff,
  type Words,
} from './words.ts'

const MOST_LISTED = 100
const KEPT_MS = 90 * 86_400_000

export type NewNotice = {
  userId: string
  subject: string
  endsAt?: number
} & (
  | { kind: 'token-expiring' | 'key-expiring'; facts: EndingFacts }
  | { kind: 'token-rotated' | 'token-used-from-new-place' | 'token-revoked-by-other'; facts: TokenNews }
  | { kind: 'token-idle'; facts: IdleFacts }
  | { kind: 'webhook-disabled'; facts: WebhookOff }
  | { kind: IdentityNews['kind']; facts: IdentityNews }
)

/** A newer one of the same kind about the same thing takes the place of an older one. */
export const addNotices = (db: Db, notices: readonly NewNotice[], now: number) =>
  inChunks(notices, some =>
    db
      .insertInto('notices')
      .values(
        some.map(({ userId, kind, subject, facts, endsAt }) => ({
          id: newId('no'),
          user_id: userId,
          kind,
          subject,
          facts: JSON.stringify(facts),
          ends_at: endsAt ?? null,
          created_at: now,
          dismissed_at: null,
        })),
      )
      .onConflict(on =>
        on.columns(['user_id', 'subject', 'kind']).doUpdateSet(({ ref }) => ({
          id: ref('excluded.id'),
          facts: ref('excluded.facts'),
          ends_at: ref('excluded.ends_at'),
          created_at: ref('excluded.created_at'),
          dismissed_at: null,
        })),
      )
      .execute(),
  )

export const addNotice = (db: Db, notice: NewNotice, now: number) => addNotices(db, [notice], now)

/** A warning is of use while what it warns of is still to come. */
export const noticesOf = (db: Db, userId: string, now: number) =>
  db
    .selectFrom('notices as n')
    .leftJoin('credentials as c', 'c.cid', 'n.subject')
    .selectAll('n')
    .where('n.user_id', '=', userId)
    .where('n.dismissed_at', 'is', null)
    .where(eb =>
      eb.or([
        eb('n.ends_at', 'is', null),
        eb.and([eb('n.ends_at', '>', now), eb('c.ended_at', 'is', null), eb('c.expires_at', '=', eb.ref('n.ends_at'))]),
      ]),
    )
    .orderBy('n.created_at', 'desc')
    .orderBy('n.id', 'desc')
    .limit(MOST_LISTED)
    .execute()

/** @throws Problem 404 when it is not this person's or was dismissed before */
export const dismissNotice = async (db: Db, { id, userId }: { id: string; userId: string }, now: number) => {
  const row = await db
    .updateTable('notices')
    .set({ dismissed_at: now })
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .where('dismissed_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (!row) throw notFound(`No notice of yours has the identifier ${id}.`)
}

export const forgetOldNotices = async (db: Db, now: number) => {
  await db
    .deleteFrom('notices')
    .where('created_at', '<', now - KEPT_MS)
    .execute()
  await db
    .deleteFrom('told')
    .where('at', '<', now - KEPT_MS)
    .execute()
}

const isEnding = (kind: NoticeKind) => kind === 'token-expiring' || kind === 'key-expiring'

const wordsOf = ({ kind, facts }: Notices, reader: string | null): Words => {
  if (isEnding(kind)) return sayEnding(readPayload(EndingFacts, facts), reader)
  if (kind === 'token-idle') return sayIdle(readPayload(IdleFacts, facts), reader)
  if (kind === 'identity-linked' || kind === 'identity-unlinked')
    return sayIdentityNews(readPayload(IdentityNews, facts), reader)
  return kind === 'webhook-disabled'
    ? sayWebhookOff(readPayload(WebhookOff, facts), reader)
    : sayTokenNews(readPayload(TokenNews, facts), reader)
}

/** @param reader the reader's time zone */
export const presentNotice = (row: Notices, reader: string | null): Notice => {
  const { title, details } = wordsOf(row, reader)
  return {
    id: row.id,
    kind: row.kind,
    at: iso(row.created_at),
    title,
    details,
    subject: row.subject,
    mine: !isEnding(row.kind) || readPayload(EndingFacts, row.facts).owner === null,
    endsAt: row.ends_at === null ? null : iso(row.ends_at),
  }
}
