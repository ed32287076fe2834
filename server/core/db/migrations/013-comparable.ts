/**
 * Types, groups and tags of relatives are compared without regard to letter case, as owners are, and PostgreSQL sorts tags and names
 * byte by byte, as SQLite does.
 */
import type { Step } from '../migrations.ts'

const bytewise = (table: string, column: string) => `alter table ${table} alter column ${column} type text collate "C"`

/** Of two spellings of the same relative, the first stays. */
const SAME_EDGE = `exists (select 1 from entity_edges o where o.declared_by = entity_edges.declared_by
  and lower(o.parent_tag) = lower(entity_edges.parent_tag) and lower(o.child_tag) = lower(entity_edges.child_tag)
  and (o.position < entity_edges.position or o.position = entity_edges.position
    and (o.parent_tag < entity_edges.parent_tag or o.parent_tag = entity_edges.parent_tag and o.child_tag < entity_edges.child_tag)))`

export const comparable: readonly Step[] = [
  `update entities set type = lower(type) where lower(type) in ('service', 'domain', 'team') and type <> lower(type)`,
  'drop index entities_type',
  'create index entities_type on entities (lower(type), tag, id, archived_at, type) where archived_at is null',

  // the form is made by us (`folded`); what is there already gets it from the job that renews texts of entities
  `alter table entity_groups add column folded text not null default ''`,
  'update entity_groups set folded = lower(name)',
  'drop index entity_groups_name',
  'create index entity_groups_folded on entity_groups (folded, entity_id, name)',

  `delete from entity_edges where ${SAME_EDGE}`,
  `update entity_edges set parent_tag = lower(parent_tag), child_tag = lower(child_tag)
    where parent_tag <> lower(parent_tag) or child_tag <> lower(child_tag)`,
  {
    sqlite: [],
    postgres: [
      bytewise('entities', 'tag'),
      bytewise('scorecards', 'tag'),
      bytewise('scorecards', 'name'),
      bytewise('users', 'name'),
    ],
  },
]
