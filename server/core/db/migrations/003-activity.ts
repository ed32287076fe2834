/** What bearers did: calls by day and tuple, counts by hour, and the places each was seen from. */
export const activity = [
  `create table token_uses (
    id text primary key, cid text not null, day bigint not null, method text not null, route text not null, status bigint not null, reason text,
    address text not null, client text not null, last4 text not null, count bigint not null, first_at bigint not null, last_at bigint not null)`,
  `create index token_uses_cid on token_uses (cid, day)`,
  `create index token_uses_day on token_uses (day)`,
  `create table token_hours (cid text not null, hour bigint not null, calls bigint not null, refused bigint not null, primary key (cid, hour))`,
  `create index token_hours_hour on token_hours (hour)`,
  `create table token_places (cid text not null, kind text not null, place text not null, first_at bigint not null, primary key (cid, kind, place))`,
]
