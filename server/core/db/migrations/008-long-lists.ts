/**
 * What lists, counts and searches need at 100,000 rows. Texts that are long have tables of their own, so that rows are short where
 * many are looked at; an index holds all that a list filters and sorts by, so that no plan depends on statistics.
 */
import type { Step } from '../migrations.ts'

/** Text to search through, a row for each row of `owner`, found by the trigrams in it. `search.ts` is how it is asked. */
const searchable = (table: string, owner: string): Step[] => [
  {
    sqlite: [
      `create table ${table} (
        place integer primary key autoincrement, id text not null unique references ${owner} (id) on delete cascade, text text not null,
        indexed bigint not null default 0)`,
      `create index ${table}_waiting on ${table} (place) where indexed = 0`,
      `create virtual table ${table}_words using fts5 (
        text, content = '', contentless_delete = 1, detail = none, tokenize = 'trigram case_sensitive 1')`,
      // merged a little at a time by `search.ts`: of itself it pauses for long now and then
      `insert into ${table}_words (${table}_words, rank) values ('automerge', 0)`,
      `create trigger ${table}_gone after delete on ${table} begin delete from ${table}_words where rowid = old.place; end`,
    ],
    postgres: [
      `create table ${table} (id text primary key references ${owner} (id) on delete cascade, text text not null)`,
      // an extension that may not be created only makes searches slower
      `do $$ declare place text; begin
        begin create extension if not exists pg_trgm; exception when others then null; end;
        select quote_ident(n.nspname) into place from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname = 'pg_trgm';
        if place is not null then execute format('create index ${table}_words on ${table} using gin (text %s.gin_trgm_ops)', place); end if;
      end $$`,
    ],
  },
  `insert into ${table} (id, text) select id, search from ${owner}`,
  `alter table ${owner} drop column search`,
]

const source = (table: string, owner: string): Step[] => [
  `create table ${table} (id text primary key references ${owner} (id) on delete cascade, descriptor text not null)`,
  `insert into ${table} (id, descriptor) select id, descriptor from ${owner}`,
  `alter table ${owner} drop column descriptor`,
]

const replaced = (name: string, on: string): Step[] => [`drop index ${name}`, `create index ${name} on ${on}`]

export const longLists: readonly Step[] = [
  ...searchable('entity_texts', 'entities'),
  ...searchable('scorecard_texts', 'scorecards'),
  ...source('entity_sources', 'entities'),
  ...source('scorecard_sources', 'scorecards'),

  // partial where a column must be null: PostgreSQL sorts again behind `is null` in the middle of an index
  ...replaced('entities_type', 'entities (type, tag, id, archived_at) where archived_at is null'),
  'create index entities_tag on entities (tag, type, archived_at, id)',
  'create index entities_archived on entities (id, archived_at) where archived_at is not null',
  ...replaced('entity_groups_name', 'entity_groups (name, entity_id)'),
  // an owner that a descriptor names twice is one
  `delete from entity_owners where exists (
    select 1 from entity_owners o where o.entity_id = entity_owners.entity_id and o.kind = entity_owners.kind and o.name = entity_owners.name
      and o.position < entity_owners.position)`,
  ...replaced('entity_owners_name', 'entity_owners (name, kind, entity_id)'),
  'create index scorecards_name on scorecards (lower(name), tag, is_draft, id)',

  ...replaced('credentials_owner', 'credentials (kind, owner_id, created_at, cid)'),
  ...replaced('credentials_kind', 'credentials (kind, created_at, cid, ended_at, expires_at, read_only, owner_id)'),
  'create index secrets_last4 on secrets (lower(last4), cid) where is_current = 1',

  'create index users_name on users (lower(name), id, email, deactivated_at, (case when password_hash is null then 0 else 1 end))',
  ...replaced('role_grants_role', 'role_grants (role, holder_id)'),

  ...replaced('audit_logs_at', 'audit_logs (at, id, action, object_type, outcome, actor_type, address)'),
  ...replaced('audit_logs_object', 'audit_logs (object_identifier, at, id)'),
  ...replaced('audit_logs_credential', 'audit_logs (actor_cid, at, id)'),
  ...replaced('audit_logs_person', 'audit_logs (actor_email, at, id)'),

  'create index token_uses_refused on token_uses (cid, day) where reason is not null',
  ...replaced('notices_user', 'notices (user_id, created_at, id) where dismissed_at is null'),
  // of notices about the same, the newest stays
  `delete from notices where exists (
    select 1 from notices n where n.user_id = notices.user_id and n.subject = notices.subject and n.kind = notices.kind
      and (n.created_at > notices.created_at or n.created_at = notices.created_at and n.id > notices.id))`,
  'create unique index notices_subject on notices (user_id, subject, kind)',
  ...replaced('webhook_deliveries_webhook', 'webhook_deliveries (webhook_id, status, created_at, id)'),
  'create index webhook_deliveries_status on webhook_deliveries (status, created_at)',
]
