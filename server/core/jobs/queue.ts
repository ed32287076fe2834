/** Adds jobs, in the transaction of the change that they result from. */
import { inChunks } from '../db/chunks.ts'
import { compiledRows } from '../db/compiled.ts'
import type { Db } from '../db/database.ts'
import type { JobHandlers, Jobs } from './kinds.ts'
import type { JobRow } from './tables.ts'

/** Where jobs are done that name no lane. */
export const MAIN_LANE = 'main'

type Placed = {
  /** There is one job of a key. */
  readonly key: string
  /** One of the lanes of `Background`. */
  readonly lane?: string
  /** At once unless said otherwise. */
  readonly runAt?: number
}

export type NewJob = { [K in keyof Jobs]: Placed & { readonly kind: K; readonly payload: Jobs[K] } }[keyof Jobs]

const rowOf = (
  { key, kind, payload, lane, runAt }: Placed & { kind: string; payload: unknown },
  now: number,
): JobRow => ({
  key,
  kind,
  payload: JSON.stringify(payload),
  lane: lane ?? MAIN_LANE,
  run_at: runAt ?? now,
  leased_until: null,
  holder: null,
  attempts: 0,
  done: null,
  of: null,
})

/** A statement may not write a row twice: of two jobs with the same key, the later one counts. */
const lastOfEach = (jobs: readonly NewJob[]) => [...new Map(jobs.map(job => [job.key, job])).values()]

const upsert = compiledRows((db, rows: readonly JobRow[]) =>
  db
    .insertInto('jobs')
    .values(rows)
    .onConflict(on =>
      on.column('key').doUpdateSet(eb => ({
        kind: eb.ref('excluded.kind'),
        payload: eb.ref('excluded.payload'),
        lane: eb.ref('excluded.lane'),
        run_at: eb.ref('excluded.run_at'),
        leased_until: null,
        holder: null,
        attempts: 0,
        done: null,
        of: null,
      })),
    ),
)

/** Adds jobs. A newer job replaces an older one with the same key; if the older one is running, it loses its lease. */
export const enqueueAll = (db: Db, jobs: readonly NewJob[], now: number): Promise<void> => {
  const rows = lastOfEach(jobs).map(job => rowOf(job, now))
  return inChunks(rows, some => upsert(db, some))
}

export const enqueue = (db: Db, job: NewJob, now: number): Promise<void> => enqueueAll(db, [job], now)

const addRow = (db: Db, row: JobRow) =>
  db
    .insertInto('jobs')
    .values(row)
    .onConflict(on => on.column('key').doNothing())
    .execute()

/** Adds a job unless there is one with that key, which stays as it is. */
export const enqueueUnlessThere = async (db: Db, job: NewJob, now: number): Promise<void> => {
  await addRow(db, rowOf(job, now))
}

/** Has each job that is done for ever wait for its time; one that waits already stays as it is. */
export const addRecurring = async (db: Db, handlers: JobHandlers, now: number): Promise<void> => {
  for (const [kind, { everyMs }] of Object.entries(handlers))
    if (everyMs !== undefined) await addRow(db, rowOf({ key: kind, kind, payload: {} }, now))
}
