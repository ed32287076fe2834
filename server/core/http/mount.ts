/**
 * Turns an operation and its handler into a route: authenticate → allowed? → validate → `perform` → answer. What does not speak of
 * HTTP is in `perform.ts`.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Io, Method, Operation, OperationSpec } from '../../../contract/core/operation.ts'
import type { Actor } from '../callers/actor.ts'
import type { Entry } from '../changes/entry.ts'
import type { Raise } from '../changes/events.ts'
import type { Writes } from '../changes/writes.ts'
import type { Db } from '../db/database.ts'
import { methodNotAllowed } from '../problems/problems.ts'
import type { LongRead } from '../reads/reads.ts'
import type { Services } from '../services/services.ts'
import { callerOf } from '../threads/caller.ts'
import { bodyOf } from './bodies.ts'
import { hangUpOf } from './hang-up.ts'
import { inflate } from './inflate.ts'
import { checkParams, parseQuery, parseVersion, textOf } from './parse.ts'
import { type Circumstances, type PerformDeps, performer } from './perform.ts'
import { type Answer, type JsonText, senderOf } from './send.ts'

export type Input<I extends Io> = {
  readonly params: I['params']
  readonly query: I['query']
  readonly body: I['body']
  /** From `If-Match`; undefined means the last write wins. */
  readonly version: number | undefined
  /** `If-None-Match`, as it was sent. */
  readonly noneMatch: string | undefined
  /** The body as it was sent, for what is said of its lines. */
  readonly sent: () => string
}

/** What a handler knows of its call, beside the input. */
export type Context = Circumstances &
  Writes & {
    /** As they are at this moment, not as they were when the headers came. */
    readonly actor: Actor
    /** Inside an operation that writes: its transaction, and the only database it may use. */
    readonly db: Db
    /** The instant of the request, milliseconds UTC: one for everything it does. */
    readonly now: number
    /** For what `created`, `changed` and `removed` cannot say: leaves an audit row, and lets subscribers know of it. `actor` names who, where the request itself carries nobody yet (sign-in). */
    readonly audit: (entry: Entry, actor?: Actor) => Promise<void>
    /** The same of many things at once, in few statements. */
    readonly auditAll: (entries: readonly Entry[], actor?: Actor) => Promise<void>
    /** Nothing is written (a dry run, a repeated request), so no audit row is due: the transaction is rolled back. */
    readonly nothing: () => void
    /** What is written leaves no audit row. `reason` says why, to the person who reads the code. */
    readonly unaudited: (reason: string) => void
    /** What the running app has one of. */
    readonly services: Services
    /** Lets subscribers know of what was done, in this transaction. */
    readonly raise: Raise
    /** Runs once the transaction is committed, or ended without writing: to wake the job runner, or to record a refusal. */
    readonly afterCommit: (task: () => void) => void
    /** Whether mail is set up: without it nothing is written down to be mailed. */
    readonly hasMail: boolean
    /** For an answer that takes long to send: that the caller may still have it. @throws Problem 401 or 403 */
    readonly stillAllowed: () => Promise<void>
    /** Runs a read that looks at many rows beside the thread that serves everybody: see `reads.ts` for what it may be. */
    readonly aside: <Args extends readonly unknown[], T>(read: LongRead<Args, T>, ...args: Args) => Promise<T>
    /** The same, but for the whole response: the thread serializes it as JSON. */
    readonly answerAside: <Args extends readonly unknown[]>(
      read: LongRead<Args, unknown>,
      ...args: Args
    ) => Promise<JsonText>
    /** Adds a Set-Cookie header, already serialized. */
    readonly setCookie: (header: string) => void
  }

/** Before the transaction. */
export type OutsideContext = Context & {
  /** A write transaction of its own, for work that is done some at a time: each step checks the caller's authority again. */
  readonly step: <T>(act: (context: Context) => Promise<T>) => Promise<T>
}

/** The answer of a write that is completed once it is committed, such as by what came of a mail. It must not fail: the write stays. */
export class AfterCommit<T> {
  readonly complete: () => Promise<T>
  constructor(complete: () => Promise<T>) {
    this.complete = complete
  }
}

type Result<I extends Io> = I['answer'] | Answer | JsonText | AfterCommit<I['answer']>

/**
 * A write in several transactions: each `step` checks the caller's authority again. The response has the result of each step, so it is sent
 * even if that authority ends on the way. @throws Problem only if nothing was written
 */
export type Stepwise<I extends Io> = {
  readonly inSteps: (input: Input<I>, context: OutsideContext) => Promise<Result<I>>
}

export type Handler<I extends Io, P> = {
  /** What is counted, or refused, before anything of the body is read: limits by address, for example. */
  first?: (context: Context) => Promise<void> | void
  /**
   * What is slow or outside (argon2, an OIDC exchange, a large document): before the transaction, without a `db` of its own. `before`
   * is what it last answered, where `PrepareAgain` carries it.
   */
  prepare?: (input: Input<I>, context: OutsideContext, before?: P) => Promise<P> | P
  handle: (input: Input<I>, context: Context, prepared: P) => Promise<Result<I>> | Result<I>
}

/** Thrown by `handle`: what was prepared no longer fits what is stored; nothing was written, and it all begins again. */
export class PrepareAgain extends Error {
  readonly prepared: unknown
  constructor(prepared?: unknown) {
    super()
    this.prepared = prepared
  }
}

export type AnyHandler<I extends Io, P> = Handler<I, P> | Stepwise<I>

type Mounter = <I extends Io, P>(operation: Operation<I>, handler: AnyHandler<I, P>) => void

export type Route = { readonly operation: OperationSpec; readonly mountWith: (mount: Mounter) => void }

/** Joins an operation of the contract and the function that keeps it. */
export const on = <I extends Io, P = undefined>(operation: Operation<I>, handler: AnyHandler<I, P>): Route => ({
  operation,
  mountWith: mount => mount(operation, handler),
})

export type Deps = PerformDeps & {
  /** @throws Problem when the actor may not call this operation at all */
  readonly allow: (operation: OperationSpec, request: FastifyRequest, reply: FastifyReply) => Promise<void>
  /** @throws Problem 401 for an unauthenticated caller on an API path, which reveals nothing about what exists */
  readonly admit: (request: FastifyRequest, reply: FastifyReply) => Promise<void>
  readonly actorOf: (request: FastifyRequest) => Actor
  /** @throws Problem 400 for a body that must not be kept */
  readonly checkBody: (body: unknown) => void
  readonly clientOf: (request: FastifyRequest) => string
  readonly addressOf: (request: FastifyRequest) => string
  readonly cookieOf: (request: FastifyRequest, name: string) => string | undefined
}

declare module 'fastify' {
  interface FastifyContextConfig {
    operation?: OperationSpec
  }
}

/** Undefined where the address is none of ours. */
export const operationOf = (request: FastifyRequest): OperationSpec | undefined => request.routeOptions.config.operation

const toFastifyPath = (path: string) => path.replace(/\{(\w+)\}/g, ':$1')

/** Tells known callers what they may send to a path: no answer says that pages of other origins may send anything. */
const answerOtherMethods = (app: FastifyInstance, { admit }: Deps, at: { url: string; methods: readonly string[] }) => {
  const { url, methods } = at
  const answered = [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS']
  app.options(url, { onRequest: admit }, (_, reply) => reply.code(204).header('allow', answered.join(', ')).send())
  const others = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'].filter(method => !answered.includes(method))
  app.route({
    method: others,
    url,
    onRequest: admit,
    exposeHeadRoute: false,
    handler: request => {
      throw methodNotAllowed(request.method, methods)
    },
  })
}

/** Registers the routes; for every other method of their paths the answer is 405, and for OPTIONS it is what they allow. */
export const mountAll = (app: FastifyInstance, deps: Deps, routes: readonly Route[]) => {
  const byPath = Map.groupBy(routes, ({ operation }) => toFastifyPath(operation.path))
  const mount = mounterOn(app, deps)
  for (const route of routes) route.mountWith(mount)
  for (const [url, there] of byPath)
    answerOtherMethods(app, deps, { url, methods: there.map(({ operation }) => operation.method) })
}

type Sent = { readonly request: FastifyRequest; readonly circumstances: Circumstances }

const inputOf = async <I extends Io>(
  deps: Deps,
  operation: Operation<I>,
  { request, circumstances }: Sent,
): Promise<Input<I>> => {
  const params = isStrings(request.params) ? request.params : {}
  checkParams(params)
  const contentType = request.headers['content-type'] ?? ''
  const body = await bodyOf(operation, { body: request.body, contentType }, () =>
    callerOf(circumstances, async () => void (await deps.authorize(operation)(circumstances, deps.clock()))),
  )
  deps.checkBody(body)
  const input = {
    params,
    query: parseQuery(operation.query, isRecord(request.query) ? request.query : {}, operation.bulkDelete),
    body,
    version: parseVersion(request.headers['if-match']),
    noneMatch: request.headers['if-none-match'],
    sent: () => textOf(request.body),
  }
  return input as Input<I> // the one place where what was checked against a schema takes that schema's type
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const isStrings = (value: unknown): value is Record<string, string> =>
  isRecord(value) && Object.values(value).every(one => typeof one === 'string')

/** How a request came in, worked out when it is asked for. */
class RequestCircumstances implements Circumstances {
  readonly actor: Actor
  readonly #deps: Deps
  readonly #request: FastifyRequest
  readonly #raw: FastifyReply['raw']
  #hangUp: Circumstances['hangUp'] | undefined
  constructor(deps: Deps, request: FastifyRequest, { raw }: FastifyReply) {
    this.actor = deps.actorOf(request)
    this.#deps = deps
    this.#request = request
    this.#raw = raw
  }

  get address() {
    return this.#deps.addressOf(this.#request)
  }
  get client() {
    return this.#deps.clientOf(this.#request)
  }
  get requestId() {
    return this.#request.id
  }
  get hangUp() {
    this.#hangUp ??= hangUpOf(this.#raw)
    return this.#hangUp
  }
  get cookie() {
    return (name: string) => this.#deps.cookieOf(this.#request, name)
  }
}

const mounterOn =
  (app: FastifyInstance, deps: Deps): Mounter =>
  (operation, handler) => {
    const method: Method = operation.method
    const send = senderOf(operation)
    const { first, perform } = performer(deps)(operation, handler)
    app.route({
      method,
      url: toFastifyPath(operation.path),
      onRequest: first
        ? async (request, reply) => {
            await deps.allow(operation, request, reply)
            await first(new RequestCircumstances(deps, request, reply))
          }
        : (request, reply) => deps.allow(operation, request, reply),
      config: { operation },
      ...(operation.body ? { preParsing: inflate } : {}),
      handler: async (request, reply) => {
        if (request.raw.socket.destroyed) return reply.hijack() // a client that is gone gets nothing done
        const circumstances = new RequestCircumstances(deps, request, reply)
        const input = await inputOf(deps, operation, { request, circumstances })
        const { result, cookies } = await perform(input, circumstances)
        for (const cookie of cookies) reply.header('set-cookie', cookie)
        return send(reply, result)
      },
    })
  }
