/** Failed sign-ins of people we know, as the audit log names them. */
import type { Actor } from '../access/actor.ts'
import type { AuditEntry } from '../audit/audit.ts'
import { gathered } from '../audit/gathered.ts'
import type { Database } from '../db/database.ts'

export type Failure = {
  readonly entry: AuditEntry
  readonly reason: string
  readonly actor: Actor
  readonly address: string
  readonly requestId: string
  readonly now: number
}

export type Failures = { record(failure: Failure): void; flush(): Promise<void> }

export const failuresOf = (database: Database): Failures => {
  const { record, flush } = gathered(database, 'FAILED')
  return {
    record: ({ entry, reason, ...circumstances }) =>
      record({ entry, reason, circumstances, key: ['failed', entry.action, entry.objectType] }),
    flush,
  }
}
