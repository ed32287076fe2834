/** Tells whoever calls with a token or key that is about to end when that is, where the work happens. */

import type { FastifyReply } from 'fastify'
import type { BearerCredential } from '../../core/callers/actor.ts'
import { iso } from '../../core/problems/instant.ts'

const HEADER = 'portico-token-expires-at'
const LAST_MS = 30 * 86_400_000

/** Of a live credential, on every answer of its last thirty days, refusals for lack of a permission included. */
export const sayExpiry = (reply: FastifyReply, { expiresAt }: BearerCredential, now: number) => {
  if (expiresAt !== null && expiresAt - now <= LAST_MS) reply.header(HEADER, iso(expiresAt))
}
