import { sql } from 'kysely'

/**
 * `is_current` of the newest secret of a credential. A literal, as in the condition of the index: with a parameter, SQLite plans the
 * statement again each time it runs, which takes ten times as long as running it.
 */
export const CURRENT = sql.lit<1>(1)
