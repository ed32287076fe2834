/** How an account of the provider came to be linked, who made a link, which session approved a code, and how an email reads. */
export const identities = [
  `alter table identities add column email text`,
  `alter table identities add column last_sign_in_at bigint`,
  `alter table identities add column proved bigint not null default 0`,
  `alter table links add column created_by text`,
  `alter table device_codes add column session_id text`,
  `alter table users add column reads_as text`,
  `create index users_reads_as on users (reads_as)`,
]
