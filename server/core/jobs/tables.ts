/** Background work, claimed by one update with a lease. */
export type JobRow = {
  key: string
  kind: string
  payload: string
  /** Each lane has its own workers, so that slow jobs delay only their own lane. */
  lane: string
  run_at: number
  leased_until: number | null
  /** Identifies one claim. A worker whose holder is no longer in the row has lost the job. Null while no worker has it. */
  holder: string | null
  attempts: number
  /** Progress, `done` of `of`. Null until the job reports it. */
  done: number | null
  of: number | null
}

declare module '../db/tables.ts' {
  interface Tables {
    jobs: JobRow
  }
}
