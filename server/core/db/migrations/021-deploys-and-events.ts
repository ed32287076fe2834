/**
 * What is reported of entities. Each list is read by entity, newest first; what several entities have in common is deleted along the
 * other indexes, in the order of the identifiers, which is that of reporting.
 */
export const deploysAndEvents = [
  `create table deploys (
    uuid text primary key,
    entity_id text not null references entities (id) on delete cascade,
    at bigint not null,
    type text not null,
    title text not null,
    sha text,
    environment text,
    url text,
    deployer_name text,
    deployer_email text,
    custom_data text,
    reported_at bigint not null)`,
  'create index deploys_entity on deploys (entity_id, at, uuid)',
  'create index deploys_time on deploys (at, type, entity_id)',
  'create index deploys_type on deploys (type, uuid)',
  'create index deploys_sha on deploys (sha, uuid) where sha is not null',
  'create index deploys_environment on deploys (environment, uuid) where environment is not null',
  'create index deploys_reported on deploys (reported_at)',
  `create table custom_events (
    uuid text primary key,
    entity_id text not null references entities (id) on delete cascade,
    at bigint not null,
    type text not null,
    title text not null,
    description text,
    url text,
    custom_data text,
    reported_at bigint not null)`,
  'create index custom_events_entity on custom_events (entity_id, at, uuid)',
  'create index custom_events_type on custom_events (entity_id, type, at, uuid)',
  'create index custom_events_reported on custom_events (reported_at)',
  `create table metric_points (
    id text primary key,
    entity_id text not null references entities (id) on delete cascade,
    key text not null,
    at bigint not null,
    value double precision not null,
    reported_at bigint not null)`,
  'create index metric_points_series on metric_points (entity_id, key, at, id)',
  'create index metric_points_time on metric_points (key, at, entity_id, value)',
  'create index metric_points_reported on metric_points (reported_at)',
]
