/**
 * Relationship types, and which entities are related. `location` says whose descriptor declares a relationship (SOURCE, DESTINATION), that
 * it came through the API, or that a call has overridden what a descriptor declares. Both ends of those of the API exist.
 * PostgreSQL sorts types byte by byte, as SQLite does.
 */
import type { Step } from '../migrations.ts'

const bytewise = (table: string, column: string) => `alter table ${table} alter column ${column} type text collate "C"`

export const relationships: readonly Step[] = [
  `create table relationship_types (
    key text primary key, tag text not null, name text not null, description text, definition_location text not null,
    single_source bigint not null, single_destination bigint not null, allow_cycles bigint not null, settings text not null,
    created_at bigint not null, updated_at bigint not null, version bigint not null)`,
  { sqlite: [], postgres: [bytewise('relationship_types', 'key'), bytewise('relationship_types', 'name')] },
  'create index relationship_types_name on relationship_types (lower(name), key)',
  `create table relationships (
    type text not null,
    source text not null,
    destination text not null,
    location text not null,
    entity_id text not null references entities (id) on delete cascade,
    other_id text references entities (id) on delete cascade,
    primary key (type, source, destination, location, entity_id))`,
  { sqlite: [], postgres: ['type', 'source', 'destination'].map(column => bytewise('relationships', column)) },
  'create index relationships_source on relationships (source, type, destination)',
  'create index relationships_destination on relationships (destination, type, source)',
  'create index relationships_entity on relationships (entity_id)',
  'create index relationships_other on relationships (other_id)',
]
