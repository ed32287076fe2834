/**
 * What lists in pages are sorted by, each with all that the list filters by, so that no page sorts the whole list. PostgreSQL sorts
 * names of credentials and emails byte by byte, as SQLite does.
 */
import type { Step } from '../migrations.ts'

const bytewise = (table: string, column: string) => `alter table ${table} alter column ${column} type text collate "C"`

const CREDENTIAL = 'cid, ended_at, expires_at, read_only, owner_id'
const PERSON = 'id, deactivated_at, (case when password_hash is null then 0 else 1 end), lower(name)'

export const sorting: readonly Step[] = [
  { sqlite: [], postgres: [bytewise('credentials', 'name'), bytewise('users', 'email')] },
  `create index credentials_name on credentials (kind, lower(name), ${CREDENTIAL})`,
  `create index credentials_expiry on credentials (kind, coalesce(expires_at, 9007199254740991), ${CREDENTIAL})`,
  `create index users_email on users (email, ${PERSON})`,
  `create index users_sign_in on users (coalesce(last_sign_in_at, 0), ${PERSON}, email)`,
  'create index scorecards_updated on scorecards (updated_at, tag, is_draft, id)',
  'drop index entities_updated',
  'create index entities_updated on entities (updated_at, tag, type, archived_at, id)',
]
