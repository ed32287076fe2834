/** Clients that wait for a person to type their code. */
export const deviceCodes = [
  `create table device_codes (
    device_hash text primary key, user_hash text not null unique, client text not null, address text not null, created_at bigint not null,
    expires_at bigint not null, interval_ms bigint not null, asked_at bigint, state text not null, user_id text references users (id) on delete cascade,
    name text, description text, last_day text, time_zone text, token_expires_at bigint)`,
  `create index device_codes_expires on device_codes (expires_at)`,
]
