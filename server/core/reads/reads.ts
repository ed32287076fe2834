/** Reads that look at many rows run beside the thread that serves everybody, on connections of their own that cannot write. */
import { availableParallelism } from 'node:os'
import type { CompiledQuery, QueryResult } from 'kysely'
import type { Db } from '../db/database.ts'
import type { Place } from '../db/open.ts'
import { readsBy } from '../db/sqlite-driver.ts'
import { unavailable } from '../problems/problems.ts'
import { type Caller, Threads } from '../threads/threads.ts'
import { textTask } from './text-task.ts'

/** A read as a whole. `thread.ts` knows it under the function's own name; arguments and answer are plain data. */
export type LongRead<Args extends readonly unknown[], T> = (db: Db, ...args: Args) => Promise<T>

export type LongReads = {
  /** Starts a thread before the first read needs it. */
  readonly start: () => void
  /** For the statements of one call; what they answer is worked on here. */
  readonly dbFor: (caller: Caller) => Db
  /** @throws Problem 499 when the caller hung up, 503 when it takes too long or too many wait; or what the read throws */
  readonly run: <Args extends readonly unknown[], T>(
    caller: Caller,
    read: LongRead<Args, T>,
    ...args: Args
  ) => Promise<T>
  /** The same as JSON, serialized on the thread: a text costs the serving thread a tenth of what the objects cost. */
  readonly text: <Args extends readonly unknown[]>(
    caller: Caller,
    read: LongRead<Args, unknown>,
    ...args: Args
  ) => Promise<string>
}

/** On two cores one: the thread that serves everybody needs the other. */
const THREADS = Math.max(1, availableParallelism() - 1)

const LIMITS = {
  threads: THREADS,
  cpuMs: 20_000,
  tooMuch: () => unavailable('This takes too long to read. Use filters or a smaller page.'),
  tooMany: () => unavailable('Too many long reads are waiting. Try again in a few seconds.'),
}

/** For programs that serve no one else at the same time. */
export const readsInPlace = (db: Db): LongReads => ({
  start: () => {},
  dbFor: () => db,
  run: (_caller, read, ...args) => read(db, ...args),
  text: async (_caller, read, ...args) => JSON.stringify(await read(db, ...args)),
})

/**
 * @param db what waits for PostgreSQL waits for another process already, and is asked as always
 * @param modules where the threads find the functions of `run`
 */
export const readsOnThreads = (place: Place, db: Db, modules: readonly URL[]): LongReads => {
  const threads = new Threads(new URL('./thread.ts', import.meta.url), LIMITS, {
    place,
    modules: modules.map(({ href }) => href),
  })
  const asks =
    (caller: Caller) =>
    <R>({ sql, parameters }: CompiledQuery) =>
      threads.run<QueryResult<R>>(caller, 'query', sql, parameters)
  return {
    start: () => threads.start(),
    dbFor: caller => ('file' in place ? readsBy(asks(caller)) : db),
    run: (caller, read, ...args) => threads.run(caller, read.name, ...args),
    text: (caller, read, ...args) => threads.run(caller, textTask(read.name), ...args),
  }
}
