/**
 * What happens to a call once its input is read: prepare → transaction → authority again → handle → audit → commit. The order is the
 * same for every operation and every way in, and is held here alone.
 */
import type { Io, Operation, OperationSpec } from '../../../contract/core/operation.ts'
import type { Actor } from '../callers/actor.ts'
import type { Entry } from '../changes/entry.ts'
import { type Db, type TransactionOptions, type Work as TransactionWork, undone } from '../db/database.ts'
import { changedMeanwhile } from '../problems/problems.ts'
import type { LongReads } from '../reads/reads.ts'
import type { Services } from '../services/services.ts'
import { Call, newWork, type Of, type Work } from './call.ts'
import type { AnyHandler, Context, Handler, Input, OutsideContext, Stepwise } from './mount.ts'
import { AfterCommit, PrepareAgain } from './mount.ts'

/** Everything of a call but its input: who it comes from, and how. */
export type Circumstances = {
  /** As the caller was authenticated when the call came in. */
  readonly actor: Actor
  readonly address: string
  /** The User-Agent, shortened and free of control characters. */
  readonly client: string
  readonly requestId: string
  /** Aborted when the client closes the connection before it has its answer; made when asked for. */
  readonly hangUp: () => AbortSignal
  /** Value of a request cookie. */
  readonly cookie: (name: string) => string | undefined
}

/** What each call of an operation is authorized by. */
export type Authorize = (caller: { actor: Actor; address: string }, now: number, write?: Db) => Promise<Actor>

export type PerformDeps = {
  readonly db: Db
  readonly transaction: <T>(work: TransactionWork<T>, options: TransactionOptions) => Promise<T>
  readonly clock: () => number
  readonly hasMail: boolean
  readonly services: Services
  readonly longReads: LongReads
  readonly writeAudit: (
    db: Db,
    entry: Entry,
    circumstances: { actor: Actor; address: string; requestId: string; now: number },
  ) => Promise<void>
  /** The actor as they are at this moment; with a transaction, it locks what the authority comes from. @throws Problem 401 or 403 */
  readonly authorize: (operation: OperationSpec) => Authorize
}

export type Performed = { readonly result: unknown; readonly cookies: readonly string[] }

const MOST_PREPARATIONS = 20

const untilItFits = async <T>(attempt: (before: unknown) => Promise<T>): Promise<T> => {
  let before: unknown
  for (let count = 1; count < MOST_PREPARATIONS; count++)
    try {
      return await attempt(before)
    } catch (error) {
      if (!(error instanceof PrepareAgain)) throw error
      before = error.prepared
    }
  throw changedMeanwhile()
}

type Performing<I extends Io, P> = Of & { readonly operation: Operation<I>; readonly handler: Handler<I, P> }

/** `key` names what is written, as far as the address tells: writers of the same thing take turns once they have collided. */
type Writing = { readonly circumstances: Circumstances; readonly work: Work; readonly key: string }

/** One write transaction, which begins with the authority of the caller as it is then. */
const write = <T>(of: Of, { circumstances, work, key }: Writing, act: (context: Context) => Promise<T>) =>
  of.deps.transaction(
    async db => {
      Object.assign(work, newWork(work.version)) // an attempt that is repeated starts clean
      const now = of.deps.clock()
      const actor = await of.authorize(circumstances, now, db)
      const result = await act(new Call(of, { circumstances, actor, now, work, transaction: db }))
      return work.trace === 'nothing' ? undone(result) : result
    },
    { key, requestId: () => (work.trace === 'audit row' ? circumstances.requestId : undefined) },
  )

const checkTrace = ({ operation }: Of, { trace }: Work) => {
  if (!trace) throw new Error(`${operation.id} wrote without leaving an audit row`)
}

const stepOf =
  (of: Of, circumstances: Circumstances): OutsideContext['step'] =>
  async act => {
    const work = newWork()
    const result = await write(of, { circumstances, work, key: of.operation.path }, async context => {
      const done = await act(context)
      checkTrace(of, work)
      return done
    })
    for (const task of work.afterCommit) task()
    return result
  }

const outside = (of: Of, circumstances: Circumstances, work: Work): OutsideContext => {
  const { actor } = circumstances
  return new Call(of, { circumstances, actor, now: of.deps.clock(), work, step: stepOf(of, circumstances) })
}

/** Of one call: the input, and what was prepared before. */
type Preparing<I extends Io> = { readonly input: Input<I>; readonly before?: unknown }

const prepared = async <I extends Io, P>(
  { handler }: Performing<I, P>,
  { input, before }: Preparing<I>,
  context: OutsideContext,
) => (handler.prepare ? await handler.prepare(input, context, before as P | undefined) : undefined) as P // `before` is of this handler

/** The same call, by the actor as they are now. */
const as = (actor: Actor, { address, client, requestId, hangUp, cookie }: Circumstances): Circumstances => ({
  actor,
  address,
  client,
  requestId,
  hangUp,
  cookie,
})

const read = async <I extends Io, P>(
  of: Performing<I, P>,
  input: Input<I>,
  called: Circumstances,
): Promise<Performed> => {
  const { deps, operation, handler } = of
  // a body can arrive long after the headers that authenticated the caller
  const circumstances = operation.body ? as(await of.authorize(called, deps.clock()), called) : called
  const work = newWork()
  const context = outside(of, circumstances, work)
  const ready = await prepared(of, { input }, context)
  return { result: await handler.handle(input, context, ready), cookies: work.cookies }
}

/** Only a caller who may still make the call gets its outcome, refusals included. */
const prepareFor = async <I extends Io, P>(
  of: Performing<I, P>,
  preparing: Preparing<I>,
  circumstances: Circumstances,
) => {
  try {
    return await prepared(of, preparing, outside(of, circumstances, newWork()))
  } catch (error) {
    await of.authorize(circumstances, of.deps.clock())
    throw error
  }
}

const change = async <I extends Io, P>(
  of: Performing<I, P>,
  input: Input<I>,
  circumstances: Circumstances,
): Promise<Performed> => {
  const work = newWork(input.version)
  const key = JSON.stringify([of.operation.path, input.params])
  const attempt = async (before: unknown) => {
    const ready = await prepareFor(of, { input, before }, circumstances)
    return write(of, { circumstances, work, key }, async context => {
      const result = await of.handler.handle(input, context, ready)
      checkTrace(of, work)
      return result
    })
  }
  const result = await untilItFits(attempt)
  for (const task of work.afterCommit) task()
  return { result: result instanceof AfterCommit ? await result.complete() : result, cookies: work.cookies }
}

/** The reason of a refusal is only sent to a caller who still has the permission. */
const inSteps = async <I extends Io>(
  of: Of & { readonly handler: Stepwise<I> },
  input: Input<I>,
  called: Circumstances,
): Promise<Performed> => {
  // a body can arrive long after the headers that authenticated the caller
  const circumstances = as(await of.authorize(called, of.deps.clock()), called)
  const work = newWork()
  try {
    return { result: await of.handler.inSteps(input, outside(of, circumstances, work)), cookies: work.cookies }
  } catch (error) {
    await of.authorize(circumstances, of.deps.clock())
    throw error
  }
}

/** @returns what performs a call of one operation */
export const performer =
  (deps: PerformDeps) =>
  <I extends Io, P>(operation: Operation<I>, handler: AnyHandler<I, P>) => {
    const plain = { deps, operation, authorize: deps.authorize(operation) }
    if ('inSteps' in handler) {
      const perform = (input: Input<I>, called: Circumstances) => inSteps({ ...plain, handler }, input, called)
      return { first: undefined, perform }
    }
    const of = { ...plain, handler }
    const { first } = handler
    const act = operation.writes ? change<I, P> : read<I, P>
    return {
      /** Before a body is read. */
      first: first && (async (circumstances: Circumstances) => first(outside(of, circumstances, newWork()))),
      perform: (input: Input<I>, circumstances: Circumstances) => act(of, input, circumstances),
    }
  }
