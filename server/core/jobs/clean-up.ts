/** Removes hourly what nobody can use any more. */
import { forgetOldActivity } from '../../identity/activity/read.ts'
import { removeOldCodes } from '../../identity/device/device.ts'
import { removeOldLinks } from '../../identity/links/links.ts'
import { type Limits, removeExpiredSessions } from '../../identity/sessions/sessions.ts'
import type { Db } from '../db/database.ts'
import { recurring } from './jobs.ts'

const HOUR = 3_600_000

/** Refusals are gathered by the hour: older rows will not be added to. */
const forgetRefusalKeys = (db: Db, now: number) =>
  db
    .updateTable('audit_logs')
    .set({ refusal_key: null })
    .where('refusal_key', 'is not', null)
    .where('at', '<', now - 2 * HOUR)
    .execute()

const cleanUp = (limits: Limits) =>
  recurring(HOUR, async ({ database, clock }) => {
    const now = clock()
    await database.transaction(db => removeExpiredSessions(db, limits, now))
    await database.transaction(db => removeOldLinks(db, now))
    await database.transaction(db => forgetRefusalKeys(db, now))
    await database.transaction(db => forgetOldActivity(db, now))
    await database.transaction(db => removeOldCodes(db, now))
  })

export const cleanUpJobs = (limits: Limits) => ({ 'clean-up': cleanUp(limits) })
