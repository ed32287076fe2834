/** Tells whoever calls with a token or key that is about to end when that is, where the work happens. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Actor, isBearer } from './actor.ts'

const HEADER = 'portico-token-expires-at'
const LAST_MS = 30 * 86_400_000

/** A hook on every answer: no statement, and nothing for sessions and strangers. */
export const tokenExpiryHeader =
  (actorOf: (request: FastifyRequest) => Actor, clock: () => number) =>
  (request: FastifyRequest, reply: FastifyReply, _payload: unknown, done: () => void) => {
    const actor = actorOf(request)
    const at = isBearer(actor) ? actor.credential.expiresAt : null
    if (at !== null && at - clock() <= LAST_MS) reply.header(HEADER, new Date(at).toISOString())
    done()
  }
