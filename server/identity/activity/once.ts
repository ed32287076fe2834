/** Limits a notification to at most once a day, whatever the number of nodes. */
import type { Db } from '../../core/db/database.ts'

const DAY_MS = 86_400_000

/** True for the one who asks first within a day. A clock that went back a day or less makes nothing due again. */
export const isFirstToday = async (db: Db, key: string, now: number): Promise<boolean> => {
  const row = await db
    .insertInto('told')
    .values({ key, at: now })
    .onConflict(on =>
      on
        .column('key')
        .doUpdateSet({ at: now })
        .where(eb => eb.or([eb('told.at', '<=', now - DAY_MS), eb('told.at', '>', now + DAY_MS)])),
    )
    .returning('key')
    .executeTakeFirst()
  return row !== undefined
}
