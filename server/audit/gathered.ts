/**
 * Rows of the audit log that are not written in a request: refusals, so that a broken cron job cannot flood the log, and failed
 * sign-ins, whose time must not tell that an account exists. One row per key and hour, with a count; bounded.
 */
import type { Database } from '../db/database.ts'
import { type AuditEntry, type Circumstances, writeAudit } from './audit.ts'

const HOUR = 3_600_000
const MOST_WAITING = 5_000
/** Rows of one transaction. */
const CHUNK = 500

export type Gatherable = {
  readonly entry: AuditEntry
  readonly reason: string
  readonly circumstances: Circumstances
  /** What makes two of them the same, beside reason, address and hour. */
  readonly key: readonly (string | undefined)[]
}

export type Gathered = { record(one: Gatherable): void; flush(): Promise<void> }

type Waiting = readonly [key: string, { one: Gatherable; count: number }]

const keyOf = ({ key, entry, reason, circumstances: { address, now } }: Gatherable) =>
  [...key, entry.objectIdentifier, reason, address, Math.floor(now / HOUR)].join('|')

export const gathered = (database: Database, outcome: 'REFUSED' | 'FAILED'): Gathered => {
  let waiting = new Map<string, { one: Gatherable; count: number }>()

  const add = (key: string, one: Gatherable, count: number) => {
    const known = waiting.get(key)
    if (known) known.count += count
    else if (waiting.size < MOST_WAITING) waiting.set(key, { one, count })
  }

  const store = (rows: readonly Waiting[]) =>
    database.transaction(async db => {
      for (const [refusalKey, { one, count }] of rows)
        await writeAudit(db, one.entry, one.circumstances, { outcome, reason: one.reason, count, refusalKey })
    })

  return {
    record: one => add(keyOf(one), one, 1),
    async flush() {
      const rows = [...waiting]
      waiting = new Map()
      while (rows.length > 0) {
        try {
          await store(rows.slice(0, CHUNK))
        } catch (error) {
          for (const [key, { one, count }] of rows) add(key, one, count) // kept for the next flush
          throw error
        }
        rows.splice(0, CHUNK)
      }
    },
  }
}
