/** The application: the one list of slices, and how a request goes through them. */
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import { PUBLIC } from '../contract/core/operation.ts'
import type { Config } from './config.ts'
import { addressOf, normalAddress } from './core/callers/addresses.ts'
import { writeAudit } from './core/changes/audit.ts'
import { type RaiserOf, raiserOf } from './core/changes/events.ts'
import type { Database } from './core/db/database.ts'
import { onUnreadable } from './core/db/rows.ts'
import { indexTexts } from './core/db/search.ts'
import { type Answered, afterAnswers } from './core/http/afterwards.ts'
import { bodyDeadline } from './core/http/body-deadline.ts'
import { engineOf } from './core/http/engine.ts'
import { answerErrors, problemOf, sendProblem } from './core/http/errors.ts'
import { answerFiles, type Front } from './core/http/front.ts'
import type { Metrics } from './core/http/metrics.ts'
import { mountAll, operationOf, type Route } from './core/http/mount.ts'
import { faultOfHeaders } from './core/http/one-host.ts'
import { openApiDocument } from './core/http/openapi.ts'
import { answerPages, leadToPages } from './core/http/pages.ts'
import { listenersOf } from './core/http/server.ts'
import { appPage, securityHeaders, serveFiles } from './core/http/web.ts'
import { type Mailer, mailerOf, type ReportFault } from './core/mail/mailer.ts'
import { isOutboundOff } from './core/mail/outbound.ts'
import { badRequest } from './core/problems/problems.ts'
import { type LongReads, readsInPlace } from './core/reads/reads.ts'
import { refuseSecrets } from './core/secrets/sent-secrets.ts'
import type { Services } from './core/services/services.ts'
import { loadLongReads, routesOf, subscribersOf, withServices } from './core/slices/derived.ts'
import { once } from './docs/once.ts'
import { serveDocs } from './docs/routes.ts'
import { authenticator } from './identity/access/authenticate.ts'
import { type Guard, guardOf } from './identity/access/guard.ts'
import { refusalsOf } from './identity/access/refusals.ts'
import { activityOf } from './identity/activity/activity.ts'
import { type Usage, usageOf } from './identity/credentials/usage.ts'
import { failuresOf } from './identity/sign-in/failures.ts'
import { SLICES } from './slices.ts'

export type Parts = {
  readonly database: Database
  readonly config: Config
  /** The current instant in milliseconds UTC. */
  readonly clock: () => number
  readonly log: Logger
  /** In development: the browser app from its sources. */
  readonly front?: Front | undefined
  /** Counts a finished request; route is the pattern, never the address itself. */
  readonly observe?: Metrics['observe'] | undefined
  /** Reads that look at many rows; without it, they run on this thread. */
  readonly longReads?: LongReads | undefined
  /** Has the job runner look at once; without it, it looks every few seconds. */
  readonly wakeJobs?: (() => void) | undefined
}

export type App = {
  readonly http: FastifyInstance
  readonly usage: Usage
  readonly routes: readonly Route[]
  readonly services: Services
  /** Undefined while mail is not set up. */
  readonly mailer: Mailer | undefined
  /** Listens on an address, or on one more. Returns the port. */
  readonly listen: (port: number, address: string) => Promise<number>
  /** From now on `/health/ready` answers 503, and each answer asks the client to close its connection. */
  readonly stopTakingRequests: () => void
  /** Closes the listener, answers what was sent, and closes every connection; those that still wait after `withinMs` are cut. */
  readonly close: (withinMs: number) => Promise<void>
  /** Stores what is gathered in memory. */
  readonly flush: () => Promise<void>
}

/** What is gathered in memory, and stored together. */
const gatheringOf = ({ database, log }: Parts, hasMail: boolean, raiserOf: RaiserOf) => {
  const usage = usageOf(database)
  const refusals = refusalsOf(database)
  const failures = failuresOf(database)
  const activity = activityOf(database, { hasMail, raiserOf })
  const flush = async () => {
    const all = [usage.flush(), activity.flush(), refusals.flush(), failures.flush(), indexTexts(database)]
    for (const result of await Promise.allSettled(all))
      if (result.status === 'rejected')
        log.error({ err: result.reason }, 'gathered records could not be stored; they are kept in memory and retried')
  }
  return { usage, refusals, failures, activity, flush }
}

type Gathering = ReturnType<typeof gatheringOf>

/** Records a request that is over: metrics, the activity of its credential, and a line of the log. */
const recorderOf =
  ({ observe, log }: Parts, activity: Gathering['activity']) =>
  ({ request, status, address: written, seconds }: Answered) => {
    const address = normalAddress(written)
    const { method, id: requestId, attempt } = request
    const { url: route = '(none)' } = request.routeOptions
    const operation = operationOf(request)
    observe?.({ method, route, status, seconds })
    if (attempt)
      activity.record({
        cid: attempt.credential.cid,
        last4: attempt.credential.last4,
        method,
        route: operation?.path ?? '(no such address)',
        operation: operation?.id ?? null,
        status,
        reason: attempt.reason,
        address,
        client: attempt.client,
        at: attempt.at,
      })
    log.info({ method, route, status, ms: Math.round(seconds * 10_000) / 10, address, requestId })
  }

const listenersFor = ({ config, observe, log }: Parts) =>
  listenersOf({
    headers: securityHeaders(config.publicUrl),
    longestBodyMs: Math.max(config.bodyMs, config.descriptorBodyMs),
    report: refused => {
      observe?.({ method: '(none)', route: '(none)', status: refused.status, seconds: 0 })
      log.info({ ...refused, address: normalAddress(refused.address), route: '(none)' })
    },
  })

const pathsOf = (routes: readonly Route[]) => routes.map(({ operation }) => operation.path)

type Wiring = {
  readonly guard: Guard
  readonly record: (answered: Answered) => void
  readonly onAbandoned: Parameters<typeof afterAnswers>[1]['onAbandoned']
  readonly paths: () => readonly string[]
}

/** Everything that happens around a request, whichever operation it is for. */
const httpOf = ({ config, front, log }: Parts, { guard, record, onAbandoned, paths }: Wiring) => {
  const headers = securityHeaders(config.publicUrl)
  const http = engineOf({
    trustProxy: config.trustProxy,
    paths,
    answerBadAddress: (request, reply) => {
      reply.headers(headers)
      guard
        .admit(request, reply)
        .then(() => badRequest("The address isn't valid."))
        .catch(problemOf)
        .then(problem => {
          sendProblem(request, reply, problem)
          record({ request, status: problem.status, address: request.ip, seconds: 0 })
        })
    },
  })
  if (front) answerFiles(http, front)
  const limitBody = bodyDeadline(config)
  const answers = afterAnswers(http, { tell: record, onAbandoned })
  // one hook for all of it: each costs every request
  http.addHook('onRequest', (request, reply, done) => {
    reply.headers(headers)
    answers.watch(reply)
    limitBody(request, reply)
    const fault = faultOfHeaders(request)
    if (fault) reply.header('connection', 'close')
    done(fault)
  })
  const stopReporting = onUnreadable(({ id, error }) => log.error({ row: id, err: error }, 'a row cannot be read'))
  http.addHook('onClose', async () => stopReporting())
  answerErrors(
    http,
    (request, error) => guard.refuse(request, guard.actorOf(request), error),
    (request, error) => log.error({ requestId: request.id, err: error }, 'request failed'),
  )
  return { http, answers }
}

/** The description of the API and what is looked up in it. */
const describing = (config: Config, routes: () => readonly Route[]) => {
  const operations = once(
    () =>
      new Map(
        routes().flatMap(({ operation }) => [
          [`${operation.method} ${operation.path}`, operation],
          [operation.id, operation],
        ]),
      ),
  )
  const operationAt = (method: string, path: string, id: string | null = null) =>
    operations().get(id ?? '') ?? operations().get(`${method} ${path}`)
  return {
    document: once(() =>
      openApiDocument(
        routes().map(({ operation }) => operation),
        config.publicUrl,
      ),
    ),
    operationAt,
    neededBy: (method: string, path: string) => {
      const { needs = PUBLIC } = operationAt(method, path) ?? {}
      return needs === PUBLIC ? undefined : needs.permission
    },
  }
}

/** The browser app's files, its pages, and the addresses that lead to them. */
const servePages = async (http: FastifyInstance, guard: Guard, front: Front | undefined) => {
  await serveFiles(http)
  leadToPages(http)
  const answer = answerPages(front?.page ?? appPage())
  http.setNotFoundHandler(async (request, reply) => {
    await guard.admit(request, reply)
    return answer(request, reply)
  })
}

/** What every operation is performed with. */
const depsOf = (
  { database, clock, longReads = readsInPlace(database.db) }: Parts,
  guard: Guard,
  services: Services,
) => ({
  ...guard,
  db: database.db,
  transaction: database.transaction,
  clock,
  hasMail: services.mailer !== undefined,
  services,
  longReads,
  writeAudit,
  addressOf,
  checkBody: refuseSecrets,
})

export const buildApp = async (parts: Parts): Promise<App> => {
  await loadLongReads(SLICES)
  const { database, config, clock, log, wakeJobs = () => {} } = parts
  const report: ReportFault = (error, what) => log.error({ err: error }, what)
  const mailer = mailerOf(config.smtp, report, () => isOutboundOff(database.db))
  const raise = raiserOf(subscribersOf(SLICES))
  const { usage, refusals, failures, activity, flush } = gatheringOf(parts, mailer !== undefined, raise)
  const authenticate = authenticator(database, config.sessionIdleMs)
  const guard = guardOf({ config, db: database.db, clock, authenticate, usage, refusals })
  const listeners = listenersFor(parts)
  const [{ connections }, record] = [listeners, recorderOf(parts, activity)]
  const wiring = { guard, record, onAbandoned: connections.onAbandoned, paths: () => pathsOf(routes) }
  const { http, answers } = httpOf(parts, wiring)
  let stopping = false
  const services = withServices(SLICES, {
    database,
    config,
    clock,
    mailer,
    report,
    wakeJobs,
    usage,
    refusals,
    failures,
    storeActivity: () => {
      answers.tellAll()
      return activity.flush().catch(() => {})
    },
    raiserOf: raise,
    isStopping: () => stopping,
    ...describing(config, () => routes),
  })
  const routes = routesOf(SLICES, services)
  mountAll(http, depsOf(parts, guard, services), routes)
  serveDocs(http, { publicUrl: config.publicUrl, clock, operations: routes.map(({ operation }) => operation) })
  await servePages(http, guard, parts.front)
  return {
    http,
    usage,
    routes,
    services,
    mailer,
    listen: async (port, address) => {
      await http.ready()
      return listeners.listen(http.routing, port, address)
    },
    stopTakingRequests: () => {
      stopping = true
      connections.stop()
    },
    close: async withinMs => {
      await listeners.close(withinMs)
      await http.close()
    },
    flush: () => {
      answers.tellAll()
      return flush()
    },
  }
}
