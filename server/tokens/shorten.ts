/** What a token made never outlives it, also where the token ends sooner than it was to. */
import { type AuditEntry, changesBetween } from '../audit/audit.ts'
import type { Db } from '../db/database.ts'
import type { Expiry } from './expiry.ts'
import { presentExpiry } from './present.ts'

type End = Expiry & { readonly expiresAt: number }

export const asColumns = ({ lastDay, timeZone, expiresAt }: Expiry) => ({
  last_day: lastDay,
  time_zone: timeZone,
  expires_at: expiresAt,
})

/** Made directly or through what it made, and working longer than until then. */
const outliving = (db: Db, maker: string, until: number) =>
  db
    .withRecursive('made(cid)', with_ =>
      with_
        .selectFrom('credentials')
        .select('cid')
        .where('made_by', '=', maker)
        .union(with_.selectFrom('credentials as c').innerJoin('made as m', 'm.cid', 'c.made_by').select('c.cid')),
    )
    .selectFrom('made')
    .innerJoin('credentials as c', 'c.cid', 'made.cid')
    .select(['c.cid', 'c.expires_at', 'c.last_day', 'c.time_zone'])
    .where('c.ended_at', 'is', null)
    .where(eb => eb.or([eb('c.expires_at', 'is', null), eb('c.expires_at', '>', until)]))
    .execute()

/** Answers the audit entries of what was shortened. */
export const shortenMade = async (db: Db, maker: string, end: End): Promise<AuditEntry[]> => {
  const keys = await outliving(db, maker, end.expiresAt)
  for (const { cid } of keys) await db.updateTable('credentials').set(asColumns(end)).where('cid', '=', cid).execute()
  return keys.map(key => ({
    action: 'UPDATE',
    objectType: 'API_KEY',
    objectIdentifier: key.cid,
    changes: changesBetween(presentExpiry(key), presentExpiry(asColumns(end))),
  }))
}
