/** Steps 1 and 2 of every request: who asks, and may they call this operation at all? */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type OperationSpec, PUBLIC } from '../../../contract/core/operation.ts'
import type { Config } from '../../config.ts'
import { type Actor, ANONYMOUS, isBearer } from '../../core/callers/actor.ts'
import { addressOf } from '../../core/callers/addresses.ts'
import type { Db } from '../../core/db/database.ts'
import { forbidden, insufficientScope, nothingSent, Problem } from '../../core/problems/problems.ts'
import type { Usage } from '../credentials/usage.ts'
import type { Authenticate } from './authenticate.ts'
import { authorizerOf, checkerOf } from './authorize.ts'
import { cookieOf, sessionCookieName } from './cookies.ts'
import { clientOf, identifierOf } from './identify.ts'
import { type Refusals, refusedCall } from './refusals.ts'

type Parts = {
  readonly config: Config
  readonly db: Db
  readonly clock: () => number
  readonly authenticate: Authenticate
  readonly usage: Usage
  readonly refusals: Refusals
}

const READS = new Set(['GET', 'HEAD', 'OPTIONS'])

/** A page of another site can make a browser send our cookie; it cannot forge these headers. */
const isSameOrigin = (request: FastifyRequest, publicUrl: string) => {
  const site = request.headers['sec-fetch-site']
  return site === undefined ? request.headers.origin === publicUrl : site === 'same-origin'
}

const checkOrigin = (request: FastifyRequest, publicUrl: string) => {
  if (READS.has(request.method) || isSameOrigin(request, publicUrl)) return
  throw forbidden(
    `This call must come from a page of ${publicUrl}. From a script, send a token instead: Authorization: Bearer YOUR_TOKEN.`,
  )
}

const actorOf = (request: FastifyRequest) => request.actor ?? ANONYMOUS

const missing = ({ extra }: Problem) => (extra.missingPermission ? `needs ${extra.missingPermission}` : 'not allowed')

const isRefusal = ({ status, extra }: Problem) =>
  (status === 403 && !extra.proofNeeded) || (status === 401 && extra.reason !== undefined)

/** Records a refusal of someone who is known, and answers the problem as it is sent. */
const refuserOf =
  ({ refusals, clock }: Parts) =>
  (request: FastifyRequest, actor: Actor, problem: unknown) => {
    if (!(problem instanceof Problem) || !isRefusal(problem)) return problem
    const { reason = missing(problem) } = problem.extra
    refusals.record(reason, refusedCall(request), {
      actor,
      address: addressOf(request),
      requestId: request.id,
      now: clock(),
    })
    if (request.attempt) request.attempt.reason = reason
    return isBearer(actor) && problem.status === 403 ? insufficientScope(problem) : problem
  }

export const guardOf = (parts: Parts) => {
  const { config, db, clock, authenticate } = parts
  const { publicUrl } = config
  const cookieName = sessionCookieName(publicUrl)
  const identify = identifierOf(parts)
  const check = checkerOf(config)

  /** For paths without an operation: reveals nothing to an unauthenticated caller. @throws Problem 401 or 429 */
  const admit = async (request: FastifyRequest, reply: FastifyReply) => {
    if (!request.url.startsWith('/api/')) return
    const actor = await identify(request, reply)
    if (actor.kind === 'anonymous') throw nothingSent()
  }

  /** @throws Problem 401, 403 or 429 */
  const allow = async (operation: OperationSpec, request: FastifyRequest, reply: FastifyReply) => {
    if (operation.ignoresCookies) return
    if (operation.needs === PUBLIC) {
      if (!READS.has(request.method)) checkOrigin(request, publicUrl)
      if (request.headers.authorization === undefined && cookieOf(request, cookieName)) await identify(request, reply)
      return
    }
    const actor = await identify(request, reply)
    if (actor.kind === 'anonymous') throw nothingSent()
    if (actor.kind === 'session') checkOrigin(request, publicUrl)
    await check(operation, actor, { db, now: clock() })
  }

  const authorize = authorizerOf({ authenticate, db, check })
  return { actorOf, clientOf, cookieOf, admit, allow, authorize, refuse: refuserOf(parts) }
}

export type Guard = ReturnType<typeof guardOf>
