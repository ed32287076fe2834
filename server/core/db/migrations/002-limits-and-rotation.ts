/** What narrows a credential, why it ended, and a second secret while it is being rotated. */
export const limitsAndRotation = [
  `alter table credentials add column read_only bigint not null default 0`,
  `alter table credentials add column allowed_permissions text`,
  `alter table credentials add column address_ranges text`,
  `alter table credentials add column limited_by text references credentials (cid)`,
  `alter table credentials add column rotates_itself bigint not null default 0`,
  `alter table credentials add column end_reason text`,
  `update credentials set end_reason = 'REVOKED' where ended_at is not null`,
  `alter table secrets add column is_current bigint not null default 1`,
  `alter table secrets add column replaces text`,
  `alter table secrets add column grace_ms bigint`,
  `alter table secrets add column last_used_at bigint`,
  `alter table secrets add column last_used_address text`,
  `alter table secrets add column last_used_client text`,
  `create unique index secrets_current on secrets (cid) where is_current = 1`,
]
