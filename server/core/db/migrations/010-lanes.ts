/** Each webhook has a lane, and what it is sent waits in its deliveries alone. */
export const lanes = [
  `create table webhook_lanes (webhook_id text primary key references webhooks (id) on delete cascade, leased_until bigint, resume_at bigint)`,
  `insert into webhook_lanes (webhook_id) select id from webhooks`,
  `delete from jobs where kind = 'webhook'`,
  `drop index jobs_queue`,
  `alter table jobs drop column queue`,
]
