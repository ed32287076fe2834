/**
 * The groups of identity providers that teams stand for, so that what such a group owns is found by an index. And tags of relatives
 * sort byte by byte, as tags do: PostgreSQL uses an index only for a comparison in its own collation, and read all of them for each entity.
 */
import type { Step } from '../migrations.ts'

const bytewise = (column: string) => `alter table entity_edges alter column ${column} type text collate "C"`

export const teamGroups: readonly Step[] = [
  `create table entity_team_groups (
    entity_id text not null references entities (id) on delete cascade, position bigint not null, name text not null, provider text not null,
    primary key (entity_id, position))`,
  'create index entity_team_groups_name on entity_team_groups (name, provider, entity_id)',
  { sqlite: [], postgres: [bytewise('parent_tag'), bytewise('child_tag')] },
]
