/** Refusals of known credentials, gathered so that a broken cron job cannot flood the log: one row per credential, reason, address and hour. */
import type { AuditAction } from '../../contract/audit.ts'
import { type AuditEntry, type Circumstances, writeAudit } from '../audit/audit.ts'
import type { Database } from '../db/database.ts'
import { type Actor, holderOf } from './actor.ts'

const HOUR = 3_600_000
const MOST_WAITING = 5_000

type Refusal = { entry: AuditEntry; reason: string; circumstances: Circumstances; count: number }

export type Refusals = {
  record(reason: string, method: string, circumstances: Circumstances): void
  flush(): Promise<void>
}

const ACTIONS: Record<string, AuditAction> = { GET: 'READ', HEAD: 'READ', POST: 'CREATE', DELETE: 'DELETE' }

const objectOf = (actor: Actor, action: AuditAction): AuditEntry | undefined => {
  if (actor.kind === 'personal-token')
    return { action, objectType: 'PERSONAL_TOKEN', objectIdentifier: actor.credential.cid }
  if (actor.kind === 'api-key') return { action, objectType: 'API_KEY', objectIdentifier: actor.credential.cid }
  if (actor.kind === 'session') return { action, objectType: 'SESSION', objectIdentifier: actor.user.email }
  return undefined
}

export const refusalsOf = (database: Database): Refusals => {
  let waiting = new Map<string, Refusal>()
  const flush = async () => {
    const batch = waiting
    waiting = new Map()
    for (const [key, { entry, reason, circumstances, count }] of batch)
      await database
        .transaction(db => writeAudit(db, entry, circumstances, { outcome: 'REFUSED', reason, count, refusalKey: key }))
        .catch(error => {
          waiting.set(key, { entry, reason, circumstances, count: count + (waiting.get(key)?.count ?? 0) })
          throw error
        })
  }
  return {
    record(reason, method, circumstances) {
      const { actor, address, now } = circumstances
      const entry = objectOf(actor, ACTIONS[method] ?? 'UPDATE')
      if (!entry) return
      const key = [holderOf(actor), entry.objectIdentifier, reason, address, Math.floor(now / HOUR)].join('|')
      const known = waiting.get(key)
      if (known) known.count++
      else if (waiting.size < MOST_WAITING) waiting.set(key, { entry, reason, circumstances, count: 1 })
    },
    flush,
  }
}
