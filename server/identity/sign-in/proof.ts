/** Renews the proof of a session: nothing else about it changes. */
import type { SessionActor } from '../../core/callers/actor.ts'
import type { Entry } from '../../core/changes/entry.ts'
import type { Db } from '../../core/db/database.ts'

export const renewProof = (db: Db, { session }: SessionActor, now: number) =>
  db.updateTable('sessions').set({ proved_at: now }).where('id', '=', session.id).execute()

export const proofEntry = ({ user, session }: SessionActor, how: 'password' | 'identity provider'): Entry => ({
  action: 'UPDATE',
  objectType: 'SESSION',
  objectIdentifier: user.email,
  changes: { session: { after: session.id }, provedBy: { after: how } },
})
