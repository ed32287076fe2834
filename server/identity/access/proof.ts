/** Step-up: what changes who may act needs a proof of identity that is not older than a quarter of an hour. */

import type { Actor } from '../../core/callers/actor.ts'
import { CLOCK_SKEW_MS } from '../../core/problems/instant.ts'
import { proofNeeded } from '../../core/problems/problems.ts'

export const PROOF_LASTS_MS = 15 * 60_000

/** A proof from the future was given while a clock was ahead: it must not last until then. */
export const isRecent = (provedAt: number, now: number) =>
  now - provedAt < PROOF_LASTS_MS && provedAt <= now + CLOCK_SKEW_MS

/** A bearer is never asked: it can prove nothing but its secret, which it just did. @throws Problem 403 with `proofNeeded` */
export const needProof = (actor: Actor, now: number) => {
  if (actor.kind === 'session' && !isRecent(actor.session.provedAt, now)) throw proofNeeded()
}
