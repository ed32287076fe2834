/** Background work, claimed by one update with a lease. */
export type Jobs = {
  key: string
  kind: string
  payload: string
  run_at: number
  leased_until: number | null
  attempts: number
}

declare module '../db/tables.ts' {
  interface Tables {
    jobs: Jobs
  }
}
