/** Each job has a lane, a holder while it is being done, and says how far it is. */
export const jobLanes = [
  `alter table jobs add column lane text not null default 'main'`,
  `alter table jobs add column holder text`,
  `alter table jobs add column done bigint`,
  `alter table jobs add column "of" bigint`,
  // jobs of those kinds that wait, or are being done by a version before this one
  `update jobs set lane = kind where kind in ('mail', 'reset-mail')`,
  `drop index jobs_run_at`,
  `create index jobs_due on jobs (lane, run_at, key)`,
]
