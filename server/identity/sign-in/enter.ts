/** What every way of signing in ends with: a new session, the browser's old one ended, the cookie, the audit row. */

import type { SessionActor } from '../../core/callers/actor.ts'
import type { Context } from '../../core/http/mount.ts'
import { sessionCookieName } from '../access/cookies.ts'
import { parseGrants } from '../access/roles.ts'
import { sessionCookie } from '../sessions/cookies.ts'
import { createSession, endSessionOfCookie } from '../sessions/sessions.ts'
import type { Sessions } from '../sessions/tables.ts'

export type Entering = { readonly id: string; readonly email: string; readonly name: string }

/** Signs the person in. Answers who they are to the audit log from now on. */
export const enter = async (
  person: Entering,
  method: Sessions['method'],
  { db, now, address, client, cookie, setCookie, audit, services: { config } }: Context,
): Promise<SessionActor> => {
  const old = cookie(sessionCookieName(config.publicUrl))
  const ended = old ? await endSessionOfCookie(db, old) : undefined
  const { value, session } = await createSession(db, { userId: person.id, method, address, client, now }, config)
  setCookie(sessionCookie(config.publicUrl, { value, maxAgeMs: config.sessionLifetimeMs }))
  const actor: SessionActor = {
    kind: 'session',
    user: person,
    session: { id: session.id, hash: session.hash, provedAt: now },
    ...parseGrants(null),
  }
  await audit(
    {
      action: 'CREATE',
      objectType: 'SESSION',
      objectIdentifier: person.email,
      changes: { session: { ...(ended ? { before: ended.id } : {}), after: session.id }, method: { after: method } },
    },
    actor,
  )
  return actor
}

/** As the answers to signing in show a person. */
export const presentEntering = ({ id, email, name }: Entering) => ({ id, email, name })
