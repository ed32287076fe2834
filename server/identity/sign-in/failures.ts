/** Failed sign-ins, as the audit log names them: of people we know, and of those we do not. */
import { type Actor, ANONYMOUS } from '../../core/callers/actor.ts'
import { networkOf } from '../../core/callers/addresses.ts'
import type { AuditEntry } from '../../core/changes/audit.ts'
import { gathered } from '../../core/changes/gathered.ts'
import type { Database } from '../../core/db/database.ts'

type Attempt = { readonly address: string; readonly requestId: string; readonly now: number }

export type Failure = Attempt & { readonly entry: AuditEntry; readonly reason: string; readonly actor: Actor }

export type Failures = {
  record(failure: Failure): void
  /** A sign-in with an email that nobody has. What was typed is not kept: it may be a password. */
  recordStranger(attempt: Attempt): void
  flush(): Promise<void>
}

const HOUR = 3_600_000
const MOST_ADDRESSES = 1_000
const OTHERS = '(others)'

/** Strangers choose what they try and from where: so many addresses an hour are named, the others are counted together. */
const boundedAddresses = () => {
  let hour = 0
  let named = new Set<string>()
  return (address: string, now: number): string => {
    const current = Math.floor(now / HOUR)
    if (current !== hour) {
      hour = current
      named = new Set()
    }
    const network = networkOf(address)
    if (named.size >= MOST_ADDRESSES && !named.has(network)) return OTHERS
    named.add(network)
    return network
  }
}

const STRANGER: AuditEntry = { action: 'CREATE', objectType: 'SESSION', objectIdentifier: '(unknown)' }

export const failuresOf = (database: Database): Failures => {
  const { record, flush } = gathered(database, 'FAILED')
  const named = boundedAddresses()
  return {
    record: ({ entry, reason, ...circumstances }) =>
      record({ entry, reason, circumstances, key: ['failed', entry.action, entry.objectType] }),
    recordStranger: ({ address, now, requestId }) =>
      record({
        entry: STRANGER,
        reason: 'unknown email',
        circumstances: { actor: ANONYMOUS, address: named(address, now), requestId, now },
        key: ['stranger'],
      }),
    flush,
  }
}

declare module '../../core/services/services.ts' {
  interface AppServices {
    readonly failures: Failures
  }
}
