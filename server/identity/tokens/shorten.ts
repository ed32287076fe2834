/** What a token made never outlives it, also where the token ends sooner than it was to. */
import { type AuditEntry, changesBetween } from '../../core/changes/audit.ts'
import type { Db } from '../../core/db/database.ts'
import { madeBy } from '../credentials/credentials.ts'
import type { Expiry } from '../credentials/expiry.ts'
import { presentExpiry } from './present.ts'

type End = Expiry & { readonly expiresAt: number }

export const asColumns = ({ lastDay, timeZone, expiresAt }: Expiry) => ({
  last_day: lastDay,
  time_zone: timeZone,
  expires_at: expiresAt,
})

/** Answers the audit entries of what was shortened. */
export const shortenMade = async (db: Db, maker: string, end: End): Promise<AuditEntry[]> => {
  const made = await madeBy(db, maker)
  const keys = made.filter(({ expires_at }) => expires_at === null || expires_at > end.expiresAt)
  for (const { cid } of keys) await db.updateTable('credentials').set(asColumns(end)).where('cid', '=', cid).execute()
  return keys.map(key => ({
    action: 'UPDATE',
    objectType: 'API_KEY',
    objectIdentifier: key.cid,
    changes: changesBetween(presentExpiry(key), presentExpiry(asColumns(end))),
  }))
}
