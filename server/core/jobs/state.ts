/** The state of jobs, for operators and for operations that show it. */
import type { Db } from '../db/database.ts'
import type { JobRow } from './tables.ts'

export type JobState = {
  readonly state: 'WAITING' | 'RUNNING'
  /** Undefined until the job reports progress. */
  readonly progress: { readonly done: number; readonly of: number } | undefined
  /** How often it was started. */
  readonly attempts: number
  /** When it is or was due, in milliseconds UTC. */
  readonly runAt: number
}

const stateOf = ({ done, of, attempts, run_at: runAt, leased_until: until }: JobRow, now: number): JobState => ({
  state: until !== null && until > now ? 'RUNNING' : 'WAITING',
  progress: done === null || of === null ? undefined : { done, of },
  attempts,
  runAt,
})

/** The state of the job with this key; undefined once it is done. */
export const jobState = async (db: Db, key: string, now: number): Promise<JobState | undefined> => {
  const row = await db.selectFrom('jobs').selectAll().where('key', '=', key).executeTakeFirst()
  return row && stateOf(row, now)
}

export type ListedJob = JobState & Pick<JobRow, 'key' | 'kind' | 'lane'>

/** The jobs of each lane that are due first. */
const MOST_OF_A_LANE = 50

/** Jobs by lane. `more` is the number of jobs beyond those listed. */
export const listJobs = async (db: Db, now: number): Promise<{ jobs: ListedJob[]; more: number }> => {
  const lanes = db.selectFrom('jobs').groupBy('lane').orderBy('lane')
  const counted = await lanes.select(['lane', eb => eb.fn.countAll<number>().as('count')]).execute()
  const jobs: ListedJob[] = []
  for (const { lane } of counted) {
    const due = db.selectFrom('jobs').selectAll().where('lane', '=', lane).orderBy('run_at').orderBy('key')
    for (const row of await due.limit(MOST_OF_A_LANE).execute())
      jobs.push({ key: row.key, kind: row.kind, lane, ...stateOf(row, now) })
  }
  return { jobs, more: counted.reduce((sum, { count }) => sum + Number(count), -jobs.length) }
}
