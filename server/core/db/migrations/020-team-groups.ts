/** The groups of identity providers that teams stand for, so that what such a group owns is found by an index. */
import type { Step } from '../migrations.ts'

export const teamGroups: readonly Step[] = [
  `create table entity_team_groups (
    entity_id text not null references entities (id) on delete cascade, position bigint not null, name text not null, provider text not null,
    primary key (entity_id, position))`,
  'create index entity_team_groups_name on entity_team_groups (name, provider, entity_id)',
]
