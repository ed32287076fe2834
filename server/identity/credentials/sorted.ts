/** What lists of credentials, personal tokens and API keys alike, are sorted by: columns of `c`. */
import { sql } from 'kysely'

export const LAST_USE = sql`(select last_used_at from credential_uses used where used.cid = c.cid)`

export const CREDENTIAL_SORTS = {
  by: {
    created: sql`c.created_at`,
    name: sql`lower(c.name)`,
    // without an end comes last, and never used is the longest ago; written as the index has it
    expires: sql`coalesce(c.expires_at, 9007199254740991)`,
    lastUsed: sql`coalesce(${LAST_USE}, 0)`,
  },
  id: sql`c.cid`,
  first: 'created',
} as const
