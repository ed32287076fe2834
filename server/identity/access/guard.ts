/** Steps 1 and 2 of every request: who asks, and may they call this operation at all? */
import { parseCookie } from 'cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type OperationSpec, PERSONAL_TOKEN, PUBLIC, SESSION } from '../../../contract/core/operation.ts'
import type { Config } from '../../config.ts'
import { type Actor, ANONYMOUS, type BearerCredential, holds, isBearer } from '../../core/callers/actor.ts'
import { addressOf, networkOf } from '../../core/callers/addresses.ts'
import { describeClient } from '../../core/callers/client.ts'
import type { Db } from '../../core/db/database.ts'
import {
  forbidden,
  insufficientScope,
  invalidToken,
  nothingSent,
  Problem,
  sessionEnded,
  tooManyRequests,
} from '../../core/problems/problems.ts'
import type { Usage } from '../credentials/usage.ts'
import type { Authenticate } from './authenticate.ts'
import { sayExpiry } from './expiry-header.ts'
import { holdBack, limitPerMinute, limitWithBackOff, waitInLine } from './limits.ts'
import { needProof } from './proof.ts'
import type { Refusals } from './refusals.ts'
import { lacking, limitedAway } from './roles.ts'

export const sessionCookieName = (publicUrl: string) =>
  publicUrl.startsWith('https:') ? '__Host-portico_session' : 'portico_session'

type Parts = {
  config: Config
  db: Db
  clock: () => number
  authenticate: Authenticate
  usage: Usage
  refusals: Refusals
}

const GUESSER_WAITS_MS = 200
const MOST_GUESSERS_WAITING = 1_000
const STRANGERS_PER_TURN = 2

const READS = new Set(['GET', 'HEAD', 'OPTIONS'])

/** A page of another site can make a browser send our cookie; it cannot forge these headers. */
const isSameOrigin = (request: FastifyRequest, publicUrl: string) => {
  const site = request.headers['sec-fetch-site']
  return site === undefined ? request.headers.origin === publicUrl : site === 'same-origin'
}

const bearerOf = (header: string): string | undefined => /^bearer +(\S+) *$/i.exec(header)?.[1]

/** What a real secret was presented for, refused or not. */
export type Attempt = { readonly credential: BearerCredential; readonly at: number; reason: string | null }

declare module 'fastify' {
  interface FastifyRequest {
    /** Null until somebody is known to ask. */
    actor: Actor | null
    /** Null where no real token or key was presented. */
    attempt: Attempt | null
  }
}

/** Who called, and from where. */
export type Caller = { readonly actor: Actor; readonly address: string }

/** The actor as they are at this moment; `write` is the transaction it is used in. @throws Problem 401 or 403 */
export type Authorize = (operation: OperationSpec, caller: Caller, now: number, write?: Db) => Promise<Actor>

const missing = ({ extra }: Problem) => (extra.missingPermission ? `needs ${extra.missingPermission}` : 'not allowed')

export const guardOf = ({ config, db, clock, authenticate, usage, refusals }: Parts) => {
  const perCredential = limitPerMinute(config.rateLimit)
  const guesses = limitWithBackOff(config.guessLimit)
  const slowGuesser = holdBack(GUESSER_WAITS_MS, MOST_GUESSERS_WAITING)
  const turnOfStranger = waitInLine(STRANGERS_PER_TURN, MOST_GUESSERS_WAITING)
  const cookieName = sessionCookieName(config.publicUrl)

  const actorOf = (request: FastifyRequest) => request.actor ?? ANONYMOUS
  const clientOf = (request: FastifyRequest) => describeClient(request.headers['user-agent'])
  const cookieOf = (request: FastifyRequest, name: string) =>
    request.headers.cookie ? parseCookie(request.headers.cookie)[name] : undefined

  const overLimit = (key: string, now: number): Problem | undefined => {
    const wait = perCredential.take(key, now)
    if (wait === undefined) return undefined
    return tooManyRequests(wait, `More than ${config.rateLimit} requests in a minute. Try again in ${wait} seconds.`)
  }

  /** Strangers are refused in turns, and beyond the limit late: a flood over a few connections holds itself up, and nobody else. */
  const spendGuess = async (address: string, now: number) => {
    await turnOfStranger()
    const wait = guesses.take(networkOf(address), now)
    if (wait === undefined) return
    await slowGuesser()
    throw tooManyRequests(wait, `Too many unknown tokens from this address. Try again in ${wait} seconds.`)
  }

  const byBearer = async (request: FastifyRequest, reply: FastifyReply, header: string, now: number) => {
    const secret = bearerOf(header)
    const address = addressOf(request)
    const outcome =
      secret === undefined ? ({ is: 'unknown' } as const) : await authenticate.bearer(secret, address, now)
    if (outcome.is === 'unknown') {
      await spendGuess(address, now)
      throw invalidToken('This token is not valid.')
    }
    const { credential } = outcome.actor
    const attempt: Attempt = { credential, at: now, reason: null }
    request.attempt = attempt
    if (outcome.is === 'refused') {
      attempt.reason = outcome.reason
      refusals.record(outcome.reason, request.method, {
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
    usage.credential(credential, now, address, clientOf(request))
    sayExpiry(reply, credential, now)
    return outcome.actor
  }

  const byCookie = async (request: FastifyRequest, now: number) => {
    const cookie = cookieOf(request, cookieName)
    const actor = cookie ? await authenticate.session(cookie, now) : ANONYMOUS
    if (actor.kind !== 'session') return ANONYMOUS
    const over = overLimit(actor.session.id, now)
    if (over) throw over
    usage.session(actor.session.hash, now)
    return actor
  }

  const checkOrigin = (request: FastifyRequest) => {
    if (READS.has(request.method) || isSameOrigin(request, config.publicUrl)) return
    throw forbidden(
      `This call must come from a page of ${config.publicUrl}. Scripts send a token instead: Authorization: Bearer YOUR_TOKEN.`,
    )
  }

  /** @throws Problem 401 or 429 */
  const identify = async (request: FastifyRequest, reply: FastifyReply): Promise<Actor> => {
    const now = clock()
    const header = request.headers.authorization
    const actor = header === undefined ? await byCookie(request, now) : await byBearer(request, reply, header, now)
    request.actor = actor
    return actor
  }

  /** For paths where no operation is: a stranger is told nothing about what is there. @throws Problem 401 or 429 */
  const admit = async (request: FastifyRequest, reply: FastifyReply) => {
    if (!request.url.startsWith('/api/')) return
    const actor = await identify(request, reply)
    if (actor.kind === 'anonymous') throw nothingSent()
  }

  const checkKind = (operation: OperationSpec, actor: Actor) => {
    if (operation.needs === PUBLIC) return
    const { credential } = operation.needs
    if (credential === SESSION && actor.kind !== 'session')
      throw forbidden(`Tokens cannot do this. Sign in at ${config.publicUrl}.`)
    if (credential === PERSONAL_TOKEN && actor.kind !== 'personal-token')
      throw forbidden('Only a personal token can ask this about itself: send it as Authorization: Bearer YOUR_TOKEN.')
  }

  /** What speaks of the token itself stays possible: a token that may only read still revokes itself. */
  const checkReadOnly = (operation: OperationSpec, actor: Actor) => {
    if (!operation.writes || !isBearer(actor) || !actor.credential.readOnly) return
    if (operation.needs !== PUBLIC && operation.needs.credential === PERSONAL_TOKEN) return
    throw limitedAway(actor, 'is read-only')
  }

  const isRefusal = ({ status, extra }: Problem) =>
    (status === 403 && !extra.proofNeeded) || (status === 401 && extra.reason !== undefined)

  const refuse = (request: FastifyRequest, actor: Actor, problem: unknown) => {
    if (!(problem instanceof Problem) || !isRefusal(problem)) return problem
    const { reason = missing(problem) } = problem.extra
    refusals.record(reason, request.method, { actor, address: addressOf(request), requestId: request.id, now: clock() })
    if (request.attempt) request.attempt.reason = reason
    return isBearer(actor) && problem.status === 403 ? insufficientScope(problem) : problem
  }

  /** @throws Problem 401, 403 or 429 */
  const allow = async (operation: OperationSpec, request: FastifyRequest, reply: FastifyReply) => {
    if (operation.ignoresCookies) return
    if (operation.needs === PUBLIC) {
      if (!READS.has(request.method)) checkOrigin(request)
      if (request.headers.authorization === undefined && cookieOf(request, cookieName)) await identify(request, reply)
      return
    }
    const actor = await identify(request, reply)
    if (actor.kind === 'anonymous') throw nothingSent()
    if (actor.kind === 'session') checkOrigin(request)
    await checkAll(operation, actor, { db, now: clock() })
  }

  const checkAll = async (operation: OperationSpec, actor: Actor, at: { db: Db; now: number }) => {
    if (operation.needs === PUBLIC) return
    checkKind(operation, actor)
    const { permission, proof } = operation.needs
    if (permission && !holds(actor, permission)) throw await lacking(at.db, actor, permission)
    if (proof) needProof(actor, at.now)
    checkReadOnly(operation, actor)
  }

  /** The actor as they are at this moment. @throws Problem 401 or 403 for a bearer that ended or may not be used from there */
  const actorNow = async (operation: OperationSpec, { actor, address }: Caller, now: number, write?: Db) => {
    if (actor.kind === 'anonymous') return actor
    const changesOwn = operation.changesOwnCredential === true
    const found = await authenticate.again(actor, { address, now }, write && { db: write, changesOwn })
    if ('kind' in found) return found
    if (found.is === 'unknown') throw invalidToken('This token is not valid.', 'unknown')
    if (found.is === 'refused') throw found.problem
    return found.actor
  }

  /**
   * Checks again, where it is used, all that was checked when the headers came: the credential, its owner, permission, limits and proof.
   * Inside a write this is the first statement of its transaction.
   * @throws Problem 401 or 403
   */
  const authorize: Authorize = async (operation, caller, now, write) => {
    const actor = await actorNow(operation, caller, now, write)
    if (operation.needs === PUBLIC) return actor
    if (actor.kind === 'anonymous') throw sessionEnded()
    await checkAll(operation, actor, { db: write ?? db, now })
    return actor
  }

  return { actorOf, clientOf, cookieOf, admit, allow, authorize, refuse }
}

export type Guard = ReturnType<typeof guardOf>
