/** Background work as rows, claimed by one update with a lease, so that several nodes do each thing once. */
import type { ExpressionBuilder, Selectable } from 'kysely'
import { inChunks } from '../db/chunks.ts'
import type { Database, Db } from '../db/database.ts'
import type { Tables } from '../db/tables.ts'
import { CLOCK_SKEW_MS } from '../problems/instant.ts'
import { dispatcherOf, type JobParts, type Source } from './dispatcher.ts'
import type { Jobs } from './tables.ts'

/** Longer than any handler takes; after it another node may try. */
const LEASE_MS = 120_000
const MOST_ATTEMPTS = 8
const FIRST_RETRY_MS = 10_000
const LONGEST_RETRY_MS = 3_600_000
const LOOK_EVERY_MS = 5_000
const RECALL_EVERY_MS = 60_000

/** Does the work outside any transaction. An answer says that it is due again after so many milliseconds. */
export type JobHandler = {
  (payload: string, parts: JobParts): Promise<{ againInMs: number } | undefined>
  /** Of a job that is done for ever: how often. */
  readonly everyMs?: number
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
}

/** Adds jobs; one with a key that still waits stays as it is. */
export const enqueueAll = (db: Db, jobs: readonly NewJob[], now: number): Promise<void> =>
  inChunks(jobs, some =>
    db
      .insertInto('jobs')
      .values(
        some.map(({ key, kind, payload, runAt }) => ({
          key,
          kind,
          payload: JSON.stringify(payload),
          run_at: runAt ?? now,
          leased_until: null,
          attempts: 0,
        })),
      )
      .onConflict(on => on.column('key').doNothing())
      .execute(),
  )

export const enqueue = (db: Db, job: NewJob, now: number): Promise<void> => enqueueAll(db, [job], now)

/** Of these kinds only, or of all kinds but these. */
type Kinds = { readonly only: readonly string[] } | { readonly except: readonly string[] }

const nextDue = (db: Db, kinds: Kinds, now: number) => {
  const due = db
    .selectFrom('jobs')
    .select('key')
    .where('run_at', '<=', now)
    .where(eb => eb.or([eb('leased_until', 'is', null), eb('leased_until', '<=', now)]))
    .orderBy('run_at')
    .orderBy('key')
    .limit(1)
  if ('only' in kinds) return due.where('kind', 'in', kinds.only)
  return kinds.except.length > 0 ? due.where('kind', 'not in', kinds.except) : due
}

/** One update: of two nodes that want the same job, one gets it. Looks before it opens a write transaction. */
const claim = async (database: Database, kinds: Kinds, now: number): Promise<Selectable<Jobs> | undefined> => {
  if (!(await nextDue(database.db, kinds, now).executeTakeFirst())) return undefined
  return database.transaction(db =>
    db
      .updateTable('jobs')
      .set(eb => ({ leased_until: now + LEASE_MS, attempts: eb('attempts', '+', 1) }))
      .where('key', '=', nextDue(db, kinds, now))
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

const postpone = (database: Database, job: Selectable<Jobs>, until: Pick<Jobs, 'run_at' | 'attempts'>) =>
  database.transaction(db => {
    const { key, leased_until } = held(job)
    return db
      .updateTable('jobs')
      .set({ ...until, leased_until: null })
      .where('key', '=', key)
      .where('leased_until', '=', leased_until)
      .execute()
  })

/** What is done in the background. */
export type Background = {
  readonly handlers: JobHandlers
  /** Kinds of jobs that wait for the outside world: each list is done beside all others, one job after the other. */
  readonly lanes?: readonly (readonly string[])[]
  /** What is not kept as jobs. */
  readonly sources?: readonly Source[]
}

export type Run = JobParts & Background & { readonly report?: JobReport | undefined }

const runOne = async ({ database, clock, handlers, report }: Run, job: Selectable<Jobs>) => {
  try {
    const handler = handlers[job.kind]
    if (!handler) throw new Error(`nothing here does jobs of the kind ${job.kind}`)
    const again = await handler(job.payload, { database, clock })
    if (again) await postpone(database, job, { run_at: clock() + again.againInMs, attempts: 0 })
    else await remove(database, job)
  } catch (error) {
    report?.(error, job)
    const { everyMs = Number.POSITIVE_INFINITY } = handlers[job.kind] ?? {}
    const isLast = job.attempts >= MOST_ATTEMPTS && everyMs === Number.POSITIVE_INFINITY
    const { attempts } = job
    if (isLast) await remove(database, job)
    else await postpone(database, job, { run_at: clock() + Math.min(everyMs, retryAfter(attempts)), attempts })
  }
}

/** The farthest that a job of this kind is ever put off. */
const farthest = ({ everyMs = LONGEST_RETRY_MS }: JobHandler) => everyMs

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

const jobsOf = (run: Run, kinds: Kinds): Source => ({
  atOnce: 1,
  async next({ database, clock }) {
    const job = await claim(database, kinds, clock())
    return job && (() => runOne(run, job))
  },
})

const dispatchersOf = (run: Run, isStopping: () => boolean) => {
  const { database, clock, lanes = [], sources = [], report } = run
  const all = [jobsOf(run, { except: lanes.flat() }), ...lanes.map(only => jobsOf(run, { only })), ...sources]
  const fault = (error: unknown) => report?.(error, { key: '', kind: '', attempts: 0 })
  return all.map(source => dispatcherOf(source, { database, clock, isStopping, fault }))
}

/** Does what is due now; answers how many jobs were begun. */
export const runDueJobs = async (run: Run): Promise<number> => {
  await recallJobs(run)
  const dispatchers = dispatchersOf(run, () => false)
  for (const { wake } of dispatchers) wake()
  const begun = await Promise.all(dispatchers.map(({ settled }) => settled()))
  return begun.reduce((sum, count) => sum + count)
}

export type JobRunner = {
  /** Looks at once, e.g. after something was enqueued. */
  wake(): void
  /** Takes no more; resolves when what is under way is done. */
  stop(): Promise<void>
}

/** Looks every few seconds, and when woken. A database out of reach is reported and tried again. */
export const startJobs = (run: Run): JobRunner => {
  let stopping = false
  const dispatchers = dispatchersOf(run, () => stopping)
  const wake = () => {
    for (const dispatcher of dispatchers) dispatcher.wake()
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
      await Promise.all(dispatchers.map(({ settled }) => settled()))
    },
  }
}
