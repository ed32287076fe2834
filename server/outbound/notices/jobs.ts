/** Looks every few minutes for what people should be told of. */
import { recurring } from '../../core/jobs/jobs.ts'
import { forgetOldDeliveries } from '../webhooks/deliveries.ts'
import { warnOfExpiries } from './expiring.ts'
import { forgetOldNotices } from './notices.ts'

const EVERY_MS = 5 * 60_000

const warn = recurring(EVERY_MS, async ({ database, clock }) => {
  const now = clock()
  await warnOfExpiries(database, now)
  await database.transaction(db => forgetOldNotices(db, now))
  await database.transaction(db => forgetOldDeliveries(db, now))
})

export const noticeJobs = { 'expiry-warnings': warn }
