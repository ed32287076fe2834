/** Step 1 of every request: who asks? */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../../config.ts'
import { type Actor, ANONYMOUS, type BearerCredential } from '../../core/callers/actor.ts'
import { addressOf, networkOf } from '../../core/callers/addresses.ts'
import { describeClient } from '../../core/callers/client.ts'
import { insufficientScope, invalidToken, type Problem, tooManyRequests } from '../../core/problems/problems.ts'
import type { Usage } from '../credentials/usage.ts'
import type { Authenticate } from './authenticate.ts'
import { cookieOf, sessionCookieName } from './cookies.ts'
import { sayExpiry } from './expiry-header.ts'
import { holdBack, limitPerMinute, limitWithBackOff, waitInLine } from './limits.ts'
import { type Refusals, refusedCall } from './refusals.ts'

type Parts = {
  readonly config: Config
  readonly clock: () => number
  readonly authenticate: Authenticate
  readonly usage: Usage
  readonly refusals: Refusals
}

const GUESSER_WAITS_MS = 200
const MOST_GUESSERS_WAITING = 1_000
const STRANGERS_PER_TURN = 2

const bearerOf = (header: string): string | undefined => /^bearer +(\S+) *$/i.exec(header)?.[1]

/** What a real secret was presented for, refused or not, and by whom. */
export type Attempt = {
  readonly credential: BearerCredential
  readonly at: number
  readonly address: string
  readonly client: string
  reason: string | null
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Null until someone is known to ask. */
    actor: Actor | null
    /** Null where no real token or key was presented. */
    attempt: Attempt | null
  }
}

export const clientOf = (request: FastifyRequest) => describeClient(request.headers['user-agent'])

/** Refused where a credential, or a session, calls too often. */
const overLimitOf = ({ rateLimit }: Config) => {
  const perCredential = limitPerMinute(rateLimit)
  return (key: string, now: number): Problem | undefined => {
    const wait = perCredential.take(key, now)
    if (wait === undefined) return undefined
    return tooManyRequests(wait, `You sent more than ${rateLimit} requests in a minute. Try again in ${wait} seconds.`)
  }
}

type OverLimit = ReturnType<typeof overLimitOf>

/** Strangers are refused in turns, and beyond the limit late: a flood over a few connections holds itself up, and nobody else. */
const spendGuessOf = ({ guessLimit }: Config) => {
  const guesses = limitWithBackOff(guessLimit)
  const slowGuesser = holdBack(GUESSER_WAITS_MS, MOST_GUESSERS_WAITING)
  const turnOfStranger = waitInLine(STRANGERS_PER_TURN, MOST_GUESSERS_WAITING)
  return async (address: string, now: number) => {
    await turnOfStranger()
    const wait = guesses.take(networkOf(address), now)
    if (wait === undefined) return
    await slowGuesser()
    throw tooManyRequests(wait, `Too many unknown tokens from this address. Try again in ${wait} seconds.`)
  }
}

const UNREADABLE = { is: 'unknown' } as const

const byBearerOf = ({ config, clock, authenticate, usage, refusals }: Parts, overLimit: OverLimit) => {
  const spendGuess = spendGuessOf(config)
  return async (request: FastifyRequest, reply: FastifyReply, header: string) => {
    const now = clock()
    const secret = bearerOf(header)
    const address = addressOf(request)
    const outcome = secret === undefined ? UNREADABLE : await authenticate.bearer(secret, address, now)
    if (outcome.is === 'unknown') {
      await spendGuess(address, now)
      throw invalidToken("This token isn't valid.")
    }
    const { credential } = outcome.actor
    const attempt: Attempt = { credential, at: now, address, client: clientOf(request), reason: null }
    request.attempt = attempt
    if (outcome.is === 'refused') {
      attempt.reason = outcome.reason
      refusals.record(outcome.reason, refusedCall(request), {
        actor: outcome.actor,
        address,
        requestId: request.id,
        now,
      })
      throw outcome.problem.status === 403 ? insufficientScope(outcome.problem) : outcome.problem
    }
    const over = overLimit(credential.cid, now)
    if (over) {
      attempt.reason = 'too many requests'
      throw over
    }
    usage.credential(attempt)
    sayExpiry(reply, credential, now)
    return outcome.actor
  }
}

const byCookieOf = ({ config, clock, authenticate, usage }: Parts, overLimit: OverLimit) => {
  const cookieName = sessionCookieName(config.publicUrl)
  return async (request: FastifyRequest) => {
    const now = clock()
    const cookie = cookieOf(request, cookieName)
    const actor = cookie ? await authenticate.session(cookie, now) : ANONYMOUS
    if (actor.kind !== 'session') return ANONYMOUS
    const over = overLimit(actor.session.id, now)
    if (over) throw over
    usage.session(actor.session.hash, now)
    return actor
  }
}

/** Who asks, by what they sent; noted at the request. @throws Problem 401, 403 or 429 */
export const identifierOf = (parts: Parts) => {
  const overLimit = overLimitOf(parts.config)
  const [byBearer, byCookie] = [byBearerOf(parts, overLimit), byCookieOf(parts, overLimit)]
  return async (request: FastifyRequest, reply: FastifyReply): Promise<Actor> => {
    const header = request.headers.authorization
    const actor = header === undefined ? await byCookie(request) : await byBearer(request, reply, header)
    request.actor = actor
    return actor
  }
}
