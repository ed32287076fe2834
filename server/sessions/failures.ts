/**
 * Failed sign-ins of people we know, gathered like refusals: one audit row per account, address, reason and hour. Written later,
 * not in the request: a write would tell by its time that the account exists.
 */
import type { Actor } from '../access/actor.ts'
import { type AuditEntry, writeAudit } from '../audit/audit.ts'
import type { Database } from '../db/database.ts'

const HOUR = 3_600_000
const MOST_WAITING = 5_000

export type Failure = {
  readonly entry: AuditEntry
  readonly reason: string
  readonly actor: Actor
  readonly address: string
  readonly requestId: string
  readonly now: number
}

export type Failures = { record(failure: Failure): void; flush(): Promise<void> }

const keyOf = ({ entry, reason, address, now }: Failure) =>
  ['failed', entry.action, entry.objectType, entry.objectIdentifier, reason, address, Math.floor(now / HOUR)].join('|')

export const failuresOf = (database: Database): Failures => {
  let waiting = new Map<string, { failure: Failure; count: number }>()

  const add = (key: string, failure: Failure, count: number) => {
    const known = waiting.get(key)
    if (known) known.count += count
    else if (waiting.size < MOST_WAITING) waiting.set(key, { failure, count })
  }

  return {
    record: failure => add(keyOf(failure), failure, 1),
    async flush() {
      const batch = waiting
      waiting = new Map()
      for (const [key, { failure, count }] of batch)
        await database
          .transaction(db =>
            writeAudit(db, failure.entry, failure, {
              outcome: 'FAILED',
              reason: failure.reason,
              count,
              refusalKey: key,
            }),
          )
          .catch(error => {
            add(key, failure, count)
            throw error
          })
    },
  }
}
