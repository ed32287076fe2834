/** Background work as rows, claimed by one update with a lease, so that several nodes do each thing once. */
import type { ExpressionBuilder, Selectable } from 'kysely'
import { inChunks } from '../db/chunks.ts'
import type { Database, Db } from '../db/database.ts'
import type { Jobs, Tables } from '../db/tables.ts'
import { CLOCK_SKEW_MS } from '../http/instant.ts'

/** Longer than any handler takes; after it another node may try. */
const LEASE_MS = 120_000
const MOST_ATTEMPTS = 8
const FIRST_RETRY_MS = 10_000
const LONGEST_RETRY_MS = 3_600_000
const LOOK_EVERY_MS = 5_000
const RECALL_EVERY_MS = 60_000

export type JobParts = { readonly database: Database; readonly clock: () => number }

/** Does the work outside any transaction. An answer says that it is due again after so many milliseconds. */
export type JobHandler = {
  (payload: string, parts: JobParts): Promise<{ againInMs: number } | undefined>
  /** Of a job that is done for ever: how often. */
  readonly everyMs?: number
  /** The longest pause that it asks for, where that is longer than a failed job waits. */
  readonly longestPauseMs?: number
}

/** A job that there is one of, done for ever, however often it fails. */
export const recurring = (everyMs: number, work: (parts: JobParts) => Promise<unknown>): JobHandler =>
  Object.assign((_: string, parts: JobParts) => work(parts).then(() => ({ againInMs: everyMs })), { everyMs })

/** Called at each start: there is one such job, whatever the number of nodes. */
export const planRecurring = (database: Database, handlers: JobHandlers, now: number) =>
  database.transaction(async db => {
    for (const [kind, { everyMs }] of Object.entries(handlers))
      if (everyMs !== undefined) await enqueue(db, { key: kind, kind, payload: {} }, now)
  })

export type JobHandlers = Readonly<Record<string, JobHandler>>

export type JobReport = (error: unknown, job: { key: string; kind: string; attempts: number }) => void

export type NewJob = {
  readonly key: string
  readonly kind: string
  readonly payload: unknown
  readonly runAt?: number
  /** Of the jobs of one queue, one runs at a time. */
  readonly queue?: string
}

/** Adds jobs; one with a key that still waits stays as it is. */
export const enqueueAll = (db: Db, jobs: readonly NewJob[], now: number): Promise<void> =>
  inChunks(jobs, some =>
    db
      .insertInto('jobs')
      .values(
        some.map(({ key, kind, payload, runAt, queue }) => ({
          key,
          kind,
          payload: JSON.stringify(payload),
          run_at: runAt ?? now,
          leased_until: null,
          attempts: 0,
          queue: queue ?? null,
        })),
      )
      .onConflict(on => on.column('key').doNothing())
      .execute(),
  )

export const enqueue = (db: Db, job: NewJob, now: number): Promise<void> => enqueueAll(db, [job], now)

/** Kinds of jobs that wait for the outside world have workers of their own: what hangs there holds up nothing else. */
export type Lane = { readonly kinds: readonly string[]; readonly workers: number }

/** Takes jobs of these kinds only, or of all kinds but these. */
type Worker = { readonly only: readonly string[] } | { readonly except: readonly string[] }

const workersOf = (lanes: readonly Lane[]): Worker[] => [
  { except: lanes.flatMap(({ kinds }) => kinds) },
  ...lanes.flatMap(({ kinds, workers }) => Array.from({ length: workers }, () => ({ only: kinds }))),
]

const nextDue = (db: Db, worker: Worker, now: number) => {
  const due = db
    .selectFrom('jobs as job')
    .select('job.key')
    .where('job.run_at', '<=', now)
    .where(eb => eb.or([eb('job.leased_until', 'is', null), eb('job.leased_until', '<=', now)]))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('jobs as other')
            .select('other.key')
            .whereRef('other.queue', '=', 'job.queue')
            .where('other.leased_until', '>', now),
        ),
      ),
    )
    .orderBy('job.run_at')
    .orderBy('job.key')
    .limit(1)
  if ('only' in worker) return due.where('job.kind', 'in', worker.only)
  return worker.except.length > 0 ? due.where('job.kind', 'not in', worker.except) : due
}

/** One update: of two nodes that want the same job, one gets it. Looks before it opens a write transaction. */
const claim = async (database: Database, worker: Worker, now: number): Promise<Selectable<Jobs> | undefined> => {
  if (!(await nextDue(database.db, worker, now).executeTakeFirst())) return undefined
  return database.transaction(db =>
    db
      .updateTable('jobs')
      .set(eb => ({ leased_until: now + LEASE_MS, attempts: eb('attempts', '+', 1) }))
      .where('key', '=', nextDue(db, worker, now))
      .where(eb => eb.or([eb('leased_until', 'is', null), eb('leased_until', '<=', now)]))
      .returningAll()
      .executeTakeFirst(),
  )
}

const retryAfter = (attempts: number) => Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 4 ** (attempts - 1))

/** Only who still holds the lease says what becomes of a job. */
const held = (job: Selectable<Jobs>) => ({ key: job.key, leased_until: job.leased_until })

const remove = (database: Database, job: Selectable<Jobs>) =>
  database.transaction(db => {
    const { key, leased_until } = held(job)
    return db.deleteFrom('jobs').where('key', '=', key).where('leased_until', '=', leased_until).execute()
  })

const postpone = (database: Database, job: Selectable<Jobs>, runAt: number, attempts: number) =>
  database.transaction(db => {
    const { key, leased_until } = held(job)
    return db
      .updateTable('jobs')
      .set({ run_at: runAt, leased_until: null, attempts })
      .where('key', '=', key)
      .where('leased_until', '=', leased_until)
      .execute()
  })

export type Run = JobParts & {
  readonly handlers: JobHandlers
  readonly report?: JobReport | undefined
  /** Without any, one worker does everything. */
  readonly lanes?: readonly Lane[]
}

const runOne = async ({ database, clock, handlers, report }: Run, job: Selectable<Jobs>) => {
  try {
    const handler = handlers[job.kind]
    if (!handler) throw new Error(`nothing here does jobs of the kind ${job.kind}`)
    const again = await handler(job.payload, { database, clock })
    if (again) await postpone(database, job, clock() + again.againInMs, 0)
    else await remove(database, job)
  } catch (error) {
    report?.(error, job)
    const { everyMs = Number.POSITIVE_INFINITY } = handlers[job.kind] ?? {}
    const isLast = job.attempts >= MOST_ATTEMPTS && everyMs === Number.POSITIVE_INFINITY
    if (isLast) await remove(database, job)
    else await postpone(database, job, clock() + Math.min(everyMs, retryAfter(job.attempts)), job.attempts)
  }
}

const work = async (run: Run, worker: Worker, isStopping: () => boolean): Promise<number> => {
  let begun = 0
  while (!isStopping()) {
    const job = await claim(run.database, worker, run.clock())
    if (!job) break
    begun++
    await runOne(run, job)
  }
  return begun
}

/** The farthest that a job of this kind is ever put off. */
const farthest = ({ everyMs, longestPauseMs = 0 }: JobHandler) => everyMs ?? Math.max(LONGEST_RETRY_MS, longestPauseMs)

/**
 * Makes due what was put off farther than its kind ever is, and takes leases away that are longer than any: both were given while
 * a clock was ahead. What only differs as the clocks of servers do stays as it is.
 */
export const recallJobs = async ({ database, handlers, clock }: Run): Promise<void> => {
  const now = clock()
  const isTooFar = (eb: ExpressionBuilder<Tables, 'jobs'>) =>
    eb.or(
      Object.entries(handlers).map(([kind, handler]) =>
        eb.and([eb('kind', '=', kind), eb('run_at', '>', now + farthest(handler) + CLOCK_SKEW_MS)]),
      ),
    )
  const tooLong = now + LEASE_MS + CLOCK_SKEW_MS
  const found = await database.db
    .selectFrom('jobs')
    .select('key')
    .where(eb => eb.or([isTooFar(eb), eb('leased_until', '>', tooLong)]))
    .limit(1)
    .executeTakeFirst()
  if (!found) return
  await database.transaction(async db => {
    await db.updateTable('jobs').set({ leased_until: null }).where('leased_until', '>', tooLong).execute()
    await db.updateTable('jobs').set({ run_at: now }).where(isTooFar).execute()
  })
}

/** Does what is due now, each worker one job after the other; answers how many jobs were begun. */
export const runDueJobs = async (run: Run): Promise<number> => {
  await recallJobs(run)
  const begun = await Promise.all(workersOf(run.lanes ?? []).map(worker => work(run, worker, () => false)))
  return begun.reduce((sum, count) => sum + count)
}

export type JobRunner = {
  /** Looks at once, e.g. after something was enqueued. */
  wake(): void
  /** Takes no more; resolves when what is under way is done. */
  stop(): Promise<void>
}

/** Has one worker look, and look again where it was woken meanwhile. */
const lookerOf = (run: Run, worker: Worker, isStopping: () => boolean) => {
  let wanted = false
  let running: Promise<void> | undefined
  const look = async () => {
    do {
      wanted = false
      await work(run, worker, isStopping).catch(error => run.report?.(error, { key: '', kind: '', attempts: 0 }))
    } while (wanted && !isStopping())
  }
  return {
    wake() {
      wanted = true
      running ??= look().finally(() => {
        running = undefined
      })
    },
    settled: async () => running,
  }
}

/** Looks every few seconds, and when woken. A database out of reach is reported and tried again. */
export const startJobs = (run: Run): JobRunner => {
  let stopping = false
  const lookers = workersOf(run.lanes ?? []).map(worker => lookerOf(run, worker, () => stopping))
  const wake = () => {
    for (const looker of lookers) looker.wake()
  }
  let recalling: Promise<void> | undefined
  const recall = () => {
    recalling = recallJobs(run)
      .then(wake)
      .catch(error => run.report?.(error, { key: '', kind: '', attempts: 0 }))
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
      await recalling
      await Promise.all(lookers.map(looker => looker.settled()))
    },
  }
}
