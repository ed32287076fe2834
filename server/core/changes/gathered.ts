/**
 * Rows of the audit log that are not written in a request: refusals, so that a broken cron job cannot flood the log, and failed
 * sign-ins, whose time must not tell that an account exists. One row per key and hour, with a count; bounded.
 */
import { ANONYMOUS } from '../callers/actor.ts'
import type { Database, Db } from '../db/database.ts'
import { OTHERS, waitingRows } from '../db/waiting.ts'
import { type AuditEntry, type Circumstances, rowOf, writeCounted } from './audit.ts'

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

type Row = { readonly one: Gatherable; count: number }

const keyOf = ({ key, entry, reason, circumstances: { address, now } }: Gatherable) =>
  [...key, entry.objectIdentifier, reason, address, Math.floor(now / HOUR)].join('|')

/** First without the address, then without who and what: nothing is dropped, and everything is counted. */
const coarser = ({ one, count }: Row): Row | undefined => {
  const { entry, circumstances, key } = one
  if (key[0] === OTHERS) return undefined
  const somewhere = { ...circumstances, address: OTHERS }
  if (circumstances.address !== OTHERS) return { one: { ...one, circumstances: somewhere }, count }
  const something = { ...entry, objectIdentifier: OTHERS }
  const [someone, keyOfOthers] = [{ ...somewhere, actor: ANONYMOUS }, [OTHERS, entry.action, entry.objectType]]
  return { one: { entry: something, reason: OTHERS, circumstances: someone, key: keyOfOthers }, count }
}

export const gathered = (database: Database, outcome: 'REFUSED' | 'FAILED'): Gathered => {
  const waiting = waitingRows<Row>({
    most: MOST_WAITING,
    keyOf: ({ one }) => keyOf(one),
    add: (into, { count }) => {
      into.count += count
    },
    coarser,
  })

  const store = (rows: readonly Row[]) =>
    database.transaction(db =>
      writeCounted(
        db,
        rows.map(({ one, count }) => {
          const what = { outcome, reason: one.reason, count, refusalKey: keyOf(one) }
          return rowOf(one.entry, one.circumstances, what)
        }),
      ),
    )

  return {
    record: one => waiting.put({ one, count: 1 }),
    async flush() {
      const rows = waiting.take()
      while (rows.length > 0) {
        await store(rows.slice(0, CHUNK)).catch(error => {
          waiting.putBack(rows) // kept for the next flush
          throw error
        })
        rows.splice(0, CHUNK)
      }
    },
  }
}

/** Refusals are gathered by the hour: older rows will not be added to. */
export const forgetRefusalKeys = (db: Db, now: number) =>
  db
    .updateTable('audit_logs')
    .set({ refusal_key: null })
    .where('refusal_key', 'is not', null)
    .where('at', '<', now - 2 * HOUR)
    .execute()
