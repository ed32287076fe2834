/** Where people are signed in. The cookie's value is known to the browser alone; stored is its hash. */

import type { Session } from '../../contract/sessions.ts'
import type { Db } from '../db/database.ts'
import { newId } from '../db/ids.ts'
import type { Sessions } from '../db/tables.ts'
import { iso } from '../http/instant.ts'
import { notFound } from '../http/problems.ts'
import { hashOf, newOpaqueSecret } from '../tokens/secret.ts'

export type Limits = { readonly sessionIdleMs: number; readonly sessionLifetimeMs: number }

export type NewSession = {
  readonly userId: string
  readonly method: Sessions['method']
  readonly address: string
  readonly client: string
}

/** Makes a session; the cookie's value is returned here and nowhere else. */
export const createSession = async (
  db: Db,
  { userId, method, address, client }: NewSession,
  { sessionLifetimeMs }: Limits,
  now: number,
) => {
  const value = newOpaqueSecret()
  const session: Sessions = {
    hash: hashOf(value),
    id: newId('ss'),
    user_id: userId,
    created_at: now,
    last_seen_at: now,
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

/** @throws Problem 404 also when it is somebody else's */
export const endSession = async (db: Db, userId: string, id: string) => {
  const ended = await db
    .deleteFrom('sessions')
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .returning('id')
    .executeTakeFirst()
  if (!ended) throw notFound('You have no such session; it may have ended already.')
}

/** Signs a person out everywhere, but for the session that is kept. Answers how many ended. */
export const endSessionsOf = async (db: Db, userId: string, kept?: string): Promise<number> => {
  const all = db.deleteFrom('sessions').where('user_id', '=', userId)
  const ended = await (kept === undefined ? all : all.where('id', '!=', kept)).returning('id').execute()
  return ended.length
}

/** The sessions of a person that are still good, the one seen last first. */
export const sessionsOf = (db: Db, userId: string, { sessionIdleMs }: Limits, now: number) =>
  db
    .selectFrom('sessions')
    .selectAll()
    .where('user_id', '=', userId)
    .where('expires_at', '>', now)
    .where('last_seen_at', '>', now - sessionIdleMs)
    .orderBy('last_seen_at', 'desc')
    .orderBy('id')
    .execute()

export const removeExpiredSessions = (db: Db, { sessionIdleMs }: Limits, now: number) =>
  db
    .deleteFrom('sessions')
    .where(eb => eb.or([eb('expires_at', '<=', now), eb('last_seen_at', '<=', now - sessionIdleMs)]))
    .execute()

export const presentSession = (row: Sessions, currentId: string, { sessionIdleMs }: Limits): Session => ({
  id: row.id,
  createdDate: iso(row.created_at),
  lastSeen: iso(row.last_seen_at),
  expires: iso(Math.min(row.expires_at, row.last_seen_at + sessionIdleMs)),
  address: row.address,
  client: row.client,
  method: row.method,
  current: row.id === currentId,
})
