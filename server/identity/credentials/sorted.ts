/** What lists of credentials, personal tokens and API keys alike, are sorted by: columns of `c`. */
import { sql } from 'kysely'
import { orderBy, type Sorting } from '../../core/db/sorted.ts'

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

type By = keyof typeof CREDENTIAL_SORTS.by

/** A table with the columns that lists filter by, as `c`, and the order within it. */
const WHOLE = sql`credentials c`
const IN_ORDER_OF_USE = sql`credential_order c`
const ORDER_OF_USE = { ...CREDENTIAL_SORTS, by: { ...CREDENTIAL_SORTS.by, lastUsed: sql`c.used_at` } }

/**
 * The source and order of a list. `few`: the filter finds few credentials with another index, or needs columns that `credential_order`
 * doesn't have, so they are sorted after they are found.
 */
export const credentialsSorted = (sorting: Sorting<By>, few: boolean) =>
  sorting.sort === 'lastUsed' && !few
    ? { table: IN_ORDER_OF_USE, order: orderBy(ORDER_OF_USE, sorting) }
    : { table: WHOLE, order: orderBy(CREDENTIAL_SORTS, sorting) }
