/**
 * Entity types and the schema of each; the built-in ones are rows like the others. `key` is the type in lower case. An entity is marked
 * while its definition does not satisfy the schema of its type.
 */
import type { Step } from '../migrations.ts'

const builtIn = (key: string, name: string) =>
  `insert into entity_types (key, type, name, schema, source, created_at, updated_at, version)
    values ('${key}', '${key}', '${name}', '{}', 'CORTEX', 0, 0, 1)`

export const entityTypes: readonly Step[] = [
  `create table entity_types (
    key text primary key, type text not null, name text, description text, icon_tag text, schema text not null, source text not null,
    created_at bigint not null, updated_at bigint not null, version bigint not null)`,
  builtIn('service', 'Service'),
  builtIn('domain', 'Domain'),
  builtIn('team', 'Team'),
  'alter table entities add column violates_schema bigint not null default 0',
  'create index entities_violating on entities (violates_schema, tag) where violates_schema = 1',
  'create index entities_of_type on entities (lower(type), id, version)',
]
