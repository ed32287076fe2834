import type { Config } from '../config.ts'
import { type ListedJob, listJobs } from '../core/jobs/state.ts'
import { iso } from '../core/problems/instant.ts'
import { print, tell, withDatabase } from './command.ts'

const line = ({ lane, key, state, progress, attempts, runAt }: ListedJob) =>
  [lane, key, state, progress ? `${progress.done}/${progress.of}` : '-', attempts, iso(runAt)].join('\t')

/** Prints a line for each job: lane, key, state, progress, attempts, and when it is due. */
export const showJobs = (config: Config) =>
  withDatabase(config, async ({ db }) => {
    const { jobs, more } = await listJobs(db, Date.now())
    for (const job of jobs) print(line(job))
    if (jobs.length === 0) tell('No background work is waiting.')
    if (more > 0) tell(`${more} more jobs are waiting.`)
  })
