/** Step-up: what changes who may act needs a proof of identity that is not older than a quarter of an hour. */
import { proofNeeded } from '../http/problems.ts'
import type { Actor } from './actor.ts'

export const PROOF_LASTS_MS = 15 * 60_000

export const isRecent = (provedAt: number, now: number) => now - provedAt < PROOF_LASTS_MS

/** A bearer is never asked: it can prove nothing but its secret, which it just did. @throws Problem 403 with `proofNeeded` */
export const needProof = (actor: Actor, now: number) => {
  if (actor.kind === 'session' && !isRecent(actor.session.provedAt, now)) throw proofNeeded()
}
