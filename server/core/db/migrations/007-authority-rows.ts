/**
 * Every write locks the rows that its authority comes from. So last use, which is stored every few seconds, has tables of its own,
 * and whatever takes authority away updates a row that is there to be locked.
 */
export const authorityRows = [
  `create table credential_uses (
    cid text primary key, last_used_at bigint not null, last_used_address text not null, last_used_client text not null)`,
  `create table secret_uses (
    cid text not null, last4 text not null, last_used_at bigint not null, last_used_address text not null, last_used_client text not null,
    primary key (cid, last4))`,
  `create table session_uses (hash text primary key, last_seen_at bigint not null)`,
  `insert into credential_uses
    select cid, last_used_at, coalesce(last_used_address, ''), coalesce(last_used_client, '') from credentials where last_used_at is not null`,
  `insert into secret_uses
    select cid, last4, last_used_at, coalesce(last_used_address, ''), coalesce(last_used_client, '') from secrets where last_used_at is not null
    on conflict do nothing`,
  `insert into session_uses select hash, last_seen_at from sessions`,
  ...['credentials', 'secrets'].flatMap(table =>
    ['last_used_at', 'last_used_address', 'last_used_client'].map(
      column => `alter table ${table} drop column ${column}`,
    ),
  ),
  `alter table sessions drop column last_seen_at`,
  // raised with each change of a person's roles, so that the row is one that such a change updates
  `alter table users add column authority bigint not null default 0`,
  // a row that is not there cannot be locked
  `insert into settings (key, value) values ('token_policy', '{"rolesOff":[],"longestDays":null,"expiryRequired":false,"idleDays":null,"mostTokens":null,"readOnlyRoles":[],"version":1}')
    on conflict do nothing`,
  `insert into settings (key, value) values ('device_sign_in', 'on') on conflict do nothing`,
]
