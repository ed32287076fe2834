/** A running job belongs to one worker: claimed by one update, and identified by a holder that is new with each claim. */
import { randomUUID } from 'node:crypto'
import type { Database, Db } from '../db/database.ts'
import type { JobRow } from './tables.ts'

const nextDue = (db: Db, lane: string, now: number) =>
  db
    .selectFrom('jobs')
    .select('key')
    .where('lane', '=', lane)
    .where('run_at', '<=', now)
    .where(eb => eb.or([eb('leased_until', 'is', null), eb('leased_until', '<=', now)]))
    .orderBy('run_at')
    .orderBy('key')
    .limit(1)

type Lease = { readonly now: number; readonly ms: number }

/** One update: of two nodes that want the same job, one gets it. Looks before it opens a write transaction. */
export const claim = async (database: Database, lane: string, { now, ms }: Lease): Promise<JobRow | undefined> => {
  if (!(await nextDue(database.db, lane, now).executeTakeFirst())) return undefined
  const holder = randomUUID()
  return database.transaction(db =>
    db
      .updateTable('jobs')
      .set(eb => ({ holder, leased_until: now + ms, attempts: eb('attempts', '+', 1), done: null, of: null }))
      .where('key', '=', nextDue(db, lane, now))
      .where(eb => eb.or([eb('leased_until', 'is', null), eb('leased_until', '<=', now)]))
      .returningAll()
      .executeTakeFirst(),
  )
}

/** A job, and the claim under which it runs. */
export type Claim = { readonly key: string; readonly holder: string | null }

export const isHeld = async (db: Db, { key, holder }: Claim): Promise<boolean> => {
  const row = db.selectFrom('jobs').select('key').where('key', '=', key).where('holder', '=', holder)
  return (await row.executeTakeFirst()) !== undefined
}

/** Changes the row if this claim still holds the job. Returns whether it does. */
export const change = async (db: Db, { key, holder }: Claim, to: Partial<JobRow>): Promise<boolean> => {
  const rows = await db
    .updateTable('jobs')
    .set(to)
    .where('key', '=', key)
    .where('holder', '=', holder)
    .returning('key')
    .execute()
  return rows.length > 0
}

export const remove = (database: Database, { key, holder }: Claim) =>
  database.transaction(db => db.deleteFrom('jobs').where('key', '=', key).where('holder', '=', holder).execute())

/** Releases the job; it is due at `run_at`. */
export const postpone = (database: Database, claim: Claim, to: Pick<JobRow, 'run_at' | 'attempts'>) =>
  database.transaction(db => change(db, claim, { ...to, leased_until: null, holder: null }))
