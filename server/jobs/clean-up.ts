/** Removes hourly what nobody can use any more. */
import { forgetOldActivity } from '../activity/read.ts'
import type { Database, Db } from '../db/database.ts'
import { removeOldCodes } from '../device/device.ts'
import { removeOldLinks } from '../sessions/links.ts'
import { type Limits, removeExpiredSessions } from '../sessions/sessions.ts'
import { enqueue, type JobHandler } from './jobs.ts'

const KIND = 'clean-up'
const HOUR = 3_600_000

/** Refusals are gathered by the hour: older rows will not be added to. */
const forgetRefusalKeys = (db: Db, now: number) =>
  db
    .updateTable('audit_logs')
    .set({ refusal_key: null })
    .where('refusal_key', 'is not', null)
    .where('at', '<', now - 2 * HOUR)
    .execute()

const cleanUp =
  (limits: Limits): JobHandler =>
  async (_, { database, clock }) => {
    const now = clock()
    await database.transaction(db => removeExpiredSessions(db, limits, now))
    await database.transaction(db => removeOldLinks(db, now))
    await database.transaction(db => forgetRefusalKeys(db, now))
    await database.transaction(db => forgetOldActivity(db, now))
    await database.transaction(db => removeOldCodes(db, now))
    return { againInMs: HOUR }
  }

export const cleanUpJobs = (limits: Limits) => ({ [KIND]: cleanUp(limits) })

/** Called at each start: there is one such job, whatever the number of nodes. */
export const planCleanUp = (database: Database, now: number) =>
  database.transaction(db => enqueue(db, { key: KIND, kind: KIND, payload: {} }, now))
