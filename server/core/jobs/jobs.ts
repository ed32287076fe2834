/** Background work as rows, claimed by one update with a lease that is renewed, so that several nodes do each thing once. */
import type { ExpressionBuilder } from 'kysely'
import type { Database } from '../db/database.ts'
import type { Tables } from '../db/tables.ts'
import { CLOCK_SKEW_MS } from '../problems/instant.ts'
import { claim, postpone, remove } from './claims.ts'
import { dispatcherOf, type JobParts, type Source } from './dispatcher.ts'
import { type AnyHandler, type Job, type JobHandlers, JobLost } from './kinds.ts'
import { type Leases, type LeaseTimes, leasesOf, USUAL_LEASE } from './leases.ts'
import { addRecurring, MAIN_LANE } from './queue.ts'
import type { JobRow } from './tables.ts'

const MOST_ATTEMPTS = 8
const FIRST_RETRY_MS = 10_000
const LONGEST_RETRY_MS = 3_600_000
const LOOK_EVERY_MS = 5_000
const RECALL_EVERY_MS = 60_000

/** Called at each start: there is one such job, whatever the number of nodes. */
export const planRecurring = (database: Database, handlers: JobHandlers, now: number) =>
  database.transaction(db => addRecurring(db, handlers, now))

export type JobReport = (error: unknown, job: { key: string; kind: string; attempts: number }) => void

const retryAfter = (attempts: number) => Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 4 ** (attempts - 1))

/** A lane never delays another one, whatever its jobs wait for. */
export type Lane = {
  readonly name: string
  /** How many of its jobs each node runs at once. */
  readonly atOnce: number
}

/** What is done in the background. */
export type Background = {
  readonly handlers: JobHandlers
  /** All lanes except the main one. */
  readonly lanes?: readonly Lane[]
  /** What is not kept as jobs. */
  readonly sources?: readonly Source[]
}

export type Run = JobParts &
  Background & {
    readonly report?: JobReport | undefined
    /** Other times for tests. */
    readonly lease?: LeaseTimes
  }

const handlerFor = (handlers: JobHandlers, kind: string): AnyHandler | undefined =>
  new Map<string, AnyHandler>(Object.entries(handlers)).get(kind)

/** A job that was lost, or ends because the node stops, has not failed: it is due at once for the next node. */
const giveBack = async ({ database }: Run, row: JobRow) => {
  await postpone(database, row, { run_at: row.run_at, attempts: row.attempts - 1 })
}

const putOff = async (run: Run, row: JobRow, error: unknown) => {
  const { database, clock, handlers, report } = run
  report?.(error, row)
  const { everyMs = Number.POSITIVE_INFINITY } = handlerFor(handlers, row.kind) ?? {}
  const { attempts } = row
  if (attempts >= MOST_ATTEMPTS && everyMs === Number.POSITIVE_INFINITY) await remove(database, row)
  else await postpone(database, row, { run_at: clock() + Math.min(everyMs, retryAfter(attempts)), attempts })
}

const perform = async (run: Run, row: JobRow, job: Job) => {
  const { database, clock, handlers } = run
  try {
    const handler = handlerFor(handlers, row.kind)
    if (!handler) throw new Error(`nothing here does jobs of the kind ${row.kind}`)
    // it may be what ends the process each time
    if (row.attempts > MOST_ATTEMPTS && handler.everyMs === undefined)
      throw new Error(`it was begun ${row.attempts - 1} times and never ended`)
    const again = await handler(row.payload, job)
    if (again) await postpone(database, row, { run_at: clock() + again.againInMs, attempts: 0 })
    else await remove(database, row)
  } catch (error) {
    if (job.signal.aborted || error instanceof JobLost) await giveBack(run, row)
    else await putOff(run, row, error)
  }
}

/** The farthest that a job of this kind is ever put off. */
const farthest = ({ everyMs = LONGEST_RETRY_MS }: AnyHandler) => everyMs

/**
 * Makes due what was put off farther than its kind ever is, and takes leases away that are longer than any: both were given while
 * a clock was ahead. What only differs as the clocks of servers do stays as it is. Jobs in a lane that this node does not know move to the main one.
 */
const recallJobs = async ({ database, handlers, clock, lanes = [], lease = USUAL_LEASE }: Run): Promise<void> => {
  const now = clock()
  const isTooFar = (eb: ExpressionBuilder<Tables, 'jobs'>) =>
    eb.or(
      Object.entries(handlers).map(([kind, handler]) =>
        eb.and([eb('kind', '=', kind), eb('run_at', '>', now + farthest(handler) + CLOCK_SKEW_MS)]),
      ),
    )
  const tooLong = now + lease.ms + CLOCK_SKEW_MS
  const served = [MAIN_LANE, ...lanes.map(({ name }) => name)]
  const found = await database.db
    .selectFrom('jobs')
    .select('key')
    .where(eb => eb.or([isTooFar(eb), eb('leased_until', '>', tooLong), eb('lane', 'not in', served)]))
    .limit(1)
    .executeTakeFirst()
  if (!found) return
  await database.transaction(async db => {
    const free = { leased_until: null, holder: null }
    await db.updateTable('jobs').set(free).where('leased_until', '>', tooLong).execute()
    await db.updateTable('jobs').set({ lane: MAIN_LANE }).where('lane', 'not in', served).execute()
    await db.updateTable('jobs').set({ run_at: now }).where(isTooFar).execute()
  })
}

const jobsOf = (run: Run, leases: Leases, { name, atOnce }: Lane): Source => ({
  atOnce,
  async next({ database, clock }) {
    const { ms } = run.lease ?? USUAL_LEASE
    const row = await claim(database, name, { now: clock(), ms })
    return row && (() => leases.hold(row, job => perform(run, row, job)))
  },
})

const MAIN: Lane = { name: MAIN_LANE, atOnce: 1 }

/** All that looks for something to do. */
const workersOf = (run: Run, isStopping: () => boolean) => {
  const { database, clock, lanes = [], sources = [], report, lease = USUAL_LEASE } = run
  const fault = (error: unknown) => report?.(error, { key: '', kind: '', attempts: 0 })
  const leases = leasesOf({ database, clock, lease, fault })
  const all = [...[MAIN, ...lanes].map(lane => jobsOf(run, leases, lane)), ...sources]
  const dispatchers = all.map(source => dispatcherOf(source, { database, clock, isStopping, fault }))
  return {
    leases,
    fault,
    wake() {
      leases.look()
      for (const dispatcher of dispatchers) dispatcher.wake()
    },
    /** Resolves with the number of things begun, once nothing is under way. */
    async settled() {
      const begun = await Promise.all(dispatchers.map(one => one.settled()))
      leases.close()
      return begun.reduce((sum, count) => sum + count)
    },
  }
}

/** Does what is due now; answers how many jobs were begun. */
export const runDueJobs = async (run: Run): Promise<number> => {
  await recallJobs(run)
  const workers = workersOf(run, () => false)
  workers.wake()
  return workers.settled()
}

export type JobRunner = {
  /** Looks at once, e.g. after something was enqueued. */
  wake(): void
  /** Claims no more jobs, aborts the signals of running ones, and resolves when they have ended. */
  stop(): Promise<void>
}

/** Looks every few seconds, and when woken. A database out of reach is reported and tried again. */
export const startJobs = (run: Run): JobRunner => {
  let stopping = false
  const { wake, fault, leases, settled } = workersOf(run, () => stopping)
  let recalling: Promise<void> | undefined
  const recall = () => {
    recalling = recallJobs(run).then(wake).catch(fault)
  }
  const timer = setInterval(wake, LOOK_EVERY_MS).unref()
  const recaller = setInterval(recall, RECALL_EVERY_MS).unref()
  recall()
  wake()
  return {
    wake,
    async stop() {
      stopping = true
      clearInterval(timer)
      clearInterval(recaller)
      leases.stop()
      await recalling
      await settled()
    },
  }
}
