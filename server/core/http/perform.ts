/**
 * What happens to a call once its input is read: prepare → transaction → authority again → handle → audit → commit. The order is the
 * same for every operation and every way in, and is held here alone.
 */
import type { Io, Operation, OperationSpec } from '../../../contract/core/operation.ts'
import type { Actor } from '../callers/actor.ts'
import type { Entry } from '../changes/entry.ts'
import { writesOf } from '../changes/writes.ts'
import { type Db, type TransactionOptions, type Work as TransactionWork, undone } from '../db/database.ts'
import { changedMeanwhile } from '../problems/problems.ts'
import type { LongReads } from '../reads/reads.ts'
import type { Services } from '../services/services.ts'
import { callerOf } from '../threads/caller.ts'
import type { Context, Handler, Input, OutsideContext } from './mount.ts'
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
  readonly authorize: (
    operation: OperationSpec,
    caller: { actor: Actor; address: string },
    now: number,
    write?: Db,
  ) => Promise<Actor>
}

export type Performed = { readonly result: unknown; readonly cookies: readonly string[] }

type Work = {
  /** What the transaction leaves behind, as far as the handler has said. */
  trace: 'audit row' | 'unaudited' | 'nothing' | undefined
  afterCommit: (() => void)[]
  cookies: string[]
  /** From `If-Match`. */
  readonly version: number | undefined
}

const newWork = (version?: number): Work => ({ trace: undefined, afterCommit: [], cookies: [], version })

const MOST_PREPARATIONS = 20

const untilItFits = async <T>(attempt: () => Promise<T>): Promise<T> => {
  for (let count = 1; count < MOST_PREPARATIONS; count++)
    try {
      return await attempt()
    } catch (error) {
      if (!(error instanceof PrepareAgain)) throw error
    }
  throw changedMeanwhile()
}

/** @returns what performs a call of one operation */
export const performer = (deps: PerformDeps) => {
  const stillAllowedOf = (operation: OperationSpec, circumstances: Circumstances) => async () =>
    void (await deps.authorize(operation, circumstances, deps.clock()))

  const contextOf = (circumstances: Circumstances, { operation, db, actor, now, work }: Parts): Context => {
    const { address, client, requestId } = circumstances
    const raise = deps.services.raiserOf({ db, now, address, client, hasMail: deps.hasMail })
    const audit = async (entry: Entry, by?: Actor) => {
      work.trace = 'audit row'
      await deps.writeAudit(db, entry, { actor: by ?? actor, address, requestId, now })
      await raise('write', entry)
    }
    return {
      ...circumstances,
      ...writesOf(audit, work.version),
      actor,
      db,
      now,
      hasMail: deps.hasMail,
      services: deps.services,
      raise,
      audit,
      stillAllowed: stillAllowedOf(operation, circumstances),
      aside: (read, ...args) =>
        deps.longReads.run(callerOf(circumstances, stillAllowedOf(operation, circumstances)), read, ...args),
      nothingWritten: () => {
        work.trace ??= 'nothing'
      },
      unaudited: () => {
        if (work.trace !== 'audit row') work.trace = 'unaudited'
      },
      afterCommit: task => {
        work.afterCommit.push(task)
      },
      setCookie: header => {
        work.cookies.push(header)
      },
    }
  }

  return <I extends Io, P>(operation: Operation<I>, { first, prepare, handle }: Handler<I, P>) => {
    /** One write transaction, which begins with the authority of the caller as it is then. */
    const write = async <T>({ circumstances, work, key }: Writing, act: (context: Context) => Promise<T>) =>
      deps.transaction(
        async db => {
          Object.assign(work, newWork(work.version)) // an attempt that is repeated starts clean
          const now = deps.clock()
          const actor = await deps.authorize(operation, circumstances, now, db)
          const result = await act(contextOf(circumstances, { operation, db, actor, now, work }))
          return work.trace === 'nothing' ? undone(result) : result
        },
        { key, requestId: () => (work.trace === 'audit row' ? circumstances.requestId : undefined) },
      )

    const checkAudited = ({ trace }: Work) => {
      if (!trace) throw new Error(`${operation.id} wrote without leaving an audit row`)
    }

    const step =
      (circumstances: Circumstances) =>
      async <T>(act: (context: Context) => Promise<T>) => {
        const work = newWork()
        const result = await write({ circumstances, work, key: operation.path }, act)
        for (const task of work.afterCommit) task()
        return result
      }

    const readsOf = (circumstances: Circumstances): Db =>
      operation.longRead
        ? deps.longReads.dbFor(callerOf(circumstances, stillAllowedOf(operation, circumstances)))
        : deps.db

    const outside = (circumstances: Circumstances, work: Work): OutsideContext => {
      const parts = { operation, db: readsOf(circumstances), actor: circumstances.actor, now: deps.clock(), work }
      return Object.assign(contextOf(circumstances, parts), { step: step(circumstances) })
    }

    const read = async (input: Input<I>, called: Circumstances): Promise<Performed> => {
      // a body may come long after the headers that the caller was authenticated by
      const circumstances = operation.body
        ? { ...called, actor: await deps.authorize(operation, called, deps.clock()) }
        : called
      const work = newWork()
      const context = outside(circumstances, work)
      const ready = (prepare ? await prepare(input, context) : undefined) as P
      return { result: await handle(input, context, ready), cookies: work.cookies }
    }

    /** What was found out for a call is told to those alone who may still make it: a refusal too. */
    const prepareFor = async (input: Input<I>, circumstances: Circumstances) => {
      try {
        return (prepare ? await prepare(input, outside(circumstances, newWork())) : undefined) as P
      } catch (error) {
        await deps.authorize(operation, circumstances, deps.clock())
        throw error
      }
    }

    const change = async (input: Input<I>, circumstances: Circumstances): Promise<Performed> => {
      const work = newWork(input.version)
      const key = JSON.stringify([operation.path, input.params])
      const attempt = async () => {
        const ready = await prepareFor(input, circumstances)
        return write({ circumstances, work, key }, async context => {
          const result = await handle(input, context, ready)
          checkAudited(work)
          return result
        })
      }
      const result = await untilItFits(attempt)
      for (const task of work.afterCommit) task()
      return { result: result instanceof AfterCommit ? await result.complete() : result, cookies: work.cookies }
    }

    return {
      /** Before a body is read. */
      first: first && (async (circumstances: Circumstances) => first(outside(circumstances, newWork()))),
      perform: operation.writes ? change : read,
    }
  }
}

/** `key` names what is written, as far as the address tells: writers of the same thing take turns once they have collided. */
type Writing = { readonly circumstances: Circumstances; readonly work: Work; readonly key: string }

type Parts = {
  readonly operation: OperationSpec
  readonly db: Db
  readonly actor: Actor
  readonly now: number
  readonly work: Work
}
