/** Where people are signed in. The cookie's value is known to the browser alone; stored is its hash. */

import { sql } from 'kysely'
import type { Session } from '../../../contract/identity/sessions.ts'
import type { Db } from '../../core/db/database.ts'
import { newId } from '../../core/db/ids.ts'
import { iso } from '../../core/problems/instant.ts'
import { notFound } from '../../core/problems/problems.ts'
import { hashOf, newOpaqueSecret } from '../../core/secrets/secret.ts'
import type { Sessions } from './tables.ts'

export type Limits = { readonly sessionIdleMs: number; readonly sessionLifetimeMs: number }

export type NewSession = {
  readonly userId: string
  readonly method: Sessions['method']
  readonly address: string
  readonly client: string
  readonly now: number
}

/** Makes a session; the cookie's value is returned here and nowhere else. */
export const createSession = async (
  db: Db,
  { userId, method, address, client, now }: NewSession,
  { sessionLifetimeMs }: Limits,
) => {
  const value = newOpaqueSecret()
  const session: Sessions = {
    hash: hashOf(value),
    id: newId('ss'),
    user_id: userId,
    created_at: now,
    expires_at: now + sessionLifetimeMs,
    address,
    client,
    method,
    proved_at: now,
  }
  await db.insertInto('sessions').values(session).execute()
  await db.updateTable('users').set({ last_sign_in_at: now }).where('id', '=', userId).execute()
  return { value, session }
}

/** Ends the session of a cookie, where it still is one. */
export const endSessionOfCookie = async (db: Db, value: string) =>
  db.deleteFrom('sessions').where('hash', '=', hashOf(value)).returning(['id', 'user_id']).executeTakeFirst()

/** @throws Problem 404 also when it is another person's */
export const endSession = async (db: Db, userId: string, id: string) => {
  const ended = await db
    .deleteFrom('sessions')
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .returning('id')
    .executeTakeFirst()
  if (!ended) throw notFound('This session is not yours, or it has ended.')
}

/** Signs a person out everywhere, but for the session that is kept. Answers how many ended. */
export const endSessionsOf = async (db: Db, userId: string, kept?: string): Promise<number> => {
  const all = db.deleteFrom('sessions').where('user_id', '=', userId)
  const ended = await (kept === undefined ? all : all.where('id', '!=', kept)).returning('id').execute()
  return ended.length
}

const SEEN = sql<number>`coalesce(seen.last_seen_at, s.created_at)`

/** The sessions of a person that are still good, the one seen last first. */
export const sessionsOf = (db: Db, { userId, now }: { userId: string; now: number }, { sessionIdleMs }: Limits) =>
  db
    .selectFrom('sessions as s')
    .leftJoin('session_uses as seen', 'seen.hash', 's.hash')
    .selectAll('s')
    .select(SEEN.as('last_seen_at'))
    .where('s.user_id', '=', userId)
    .where('s.expires_at', '>', now)
    .where(SEEN, '>', now - sessionIdleMs)
    .orderBy('last_seen_at', 'desc')
    .orderBy('s.id')
    .execute()

const SEEN_BY_HASH = sql<number>`coalesce((select seen.last_seen_at from session_uses as seen where seen.hash = sessions.hash), created_at)`

/** Sessions nobody can use, and what was stored of sessions that ended. */
export const removeExpiredSessions = async (db: Db, { sessionIdleMs }: Limits, now: number) => {
  await db
    .deleteFrom('sessions')
    .where(eb => eb.or([eb('expires_at', '<=', now), eb(SEEN_BY_HASH, '<=', now - sessionIdleMs)]))
    .execute()
  await db
    .deleteFrom('session_uses')
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('sessions as s').select('s.hash').whereRef('s.hash', '=', 'session_uses.hash'))),
    )
    .execute()
}

export const presentSession = (
  row: Sessions & { last_seen_at: number },
  currentId: string,
  { sessionIdleMs }: Limits,
): Session => ({
  id: row.id,
  createdDate: iso(row.created_at),
  lastSeen: iso(row.last_seen_at),
  expires: iso(Math.min(row.expires_at, row.last_seen_at + sessionIdleMs)),
  address: row.address,
  client: row.client,
  method: row.method,
  current: row.id === currentId,
})
