/**
 * Entities by name: `folded_name` is made by us (`folded`), and what is there already gets it from the job that renews entities. Saved
 * views of the catalog, and the one that the catalog opens with for each person. A view without an owner is the workspace's.
 */
import type { Step } from '../migrations.ts'

const bytewise = (table: string, column: string) => `alter table ${table} alter column ${column} type text collate "C"`

export const catalogViews: readonly Step[] = [
  `alter table entities add column folded_name text not null default ''`,
  'update entities set folded_name = lower(name)',
  { sqlite: [], postgres: [bytewise('entities', 'folded_name')] },
  'create index entities_name on entities (folded_name, tag, type, archived_at, id)',
  'drop index entities_of_type',
  'create index entities_of_type on entities (lower(type), id, version, type, archived_at)',

  `create table catalog_views (
    id text primary key, owner_id text references users (id) on delete cascade, name text not null, folded text not null,
    shows text not null, created_at bigint not null, updated_at bigint not null, version bigint not null)`,
  { sqlite: [], postgres: [bytewise('catalog_views', 'folded')] },
  'create unique index catalog_views_own on catalog_views (owner_id, folded)',
  'create unique index catalog_views_shared on catalog_views (folded) where owner_id is null',
  `create table catalog_view_defaults (
    user_id text primary key references users (id) on delete cascade,
    view_id text not null references catalog_views (id) on delete cascade)`,
  'create index catalog_view_defaults_view on catalog_view_defaults (view_id)',
]
