/** Looks every few minutes for what people should be told of. */
import type { Database } from '../db/database.ts'
import { enqueue, type JobHandler } from '../jobs/jobs.ts'
import { forgetOldDeliveries } from '../webhooks/deliveries.ts'
import { warnOfExpiries } from './expiring.ts'
import { forgetOldNotices } from './notices.ts'

const KIND = 'expiry-warnings'
const EVERY_MS = 5 * 60_000

const warn: JobHandler = async (_, { database, clock }) => {
  const now = clock()
  await warnOfExpiries(database, now)
  await database.transaction(db => forgetOldNotices(db, now))
  await database.transaction(db => forgetOldDeliveries(db, now))
  return { againInMs: EVERY_MS }
}

export const noticeJobs = { [KIND]: warn }

/** Called at each start: there is one such job, whatever the number of nodes. */
export const planWarnings = (database: Database, now: number) =>
  database.transaction(db => enqueue(db, { key: KIND, kind: KIND, payload: {} }, now))
