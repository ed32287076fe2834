/** What people are notified about, once each; webhooks and their deliveries; jobs of one queue run one after the other. */
export const noticesAndWebhooks = [
  `alter table jobs add column queue text`,
  `create index jobs_queue on jobs (queue)`,
  `create index credentials_expires on credentials (expires_at)`,
  `create table expiry_warnings (
    cid text not null references credentials (cid) on delete cascade, expires_at bigint not null, threshold bigint not null, channel text not null,
    given_at bigint not null, primary key (cid, expires_at, channel, threshold))`,
  `create table mail_preferences (user_id text primary key references users (id) on delete cascade, token_mail_off bigint not null)`,
  `create table told (key text primary key, at bigint not null)`,
  `create table notices (
    id text primary key, user_id text not null references users (id) on delete cascade, kind text not null, subject text not null,
    facts text not null, ends_at bigint, created_at bigint not null, dismissed_at bigint)`,
  `create index notices_user on notices (user_id, dismissed_at)`,
  `create index notices_created on notices (created_at)`,
  `create table webhooks (
    id text primary key, url text not null, description text, events text not null, secret text not null, enabled bigint not null,
    failing_since bigint, created_at bigint not null, created_by text, version bigint not null)`,
  `create table webhook_deliveries (
    id text primary key, webhook_id text not null references webhooks (id) on delete cascade, event text not null, body text not null,
    created_at bigint not null, status text not null, attempts bigint not null, tried_at bigint, next_at bigint, answer_status bigint, error text)`,
  `create index webhook_deliveries_webhook on webhook_deliveries (webhook_id, created_at)`,
]
