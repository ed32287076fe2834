/** Announces in a header when the calling token or key expires, shortly before it does. */

import type { FastifyReply } from 'fastify'
import type { BearerCredential } from '../../core/callers/actor.ts'
import { iso } from '../../core/problems/instant.ts'

const HEADER = 'portico-token-expires-at'
const LAST_MS = 30 * 86_400_000

/** For an active credential, on every answer of its last thirty days, refusals for a missing permission included. */
export const sayExpiry = (reply: FastifyReply, { expiresAt }: BearerCredential, now: number) => {
  if (expiresAt !== null && expiresAt - now <= LAST_MS) reply.header(HEADER, iso(expiresAt))
}
