/** Refusals of known credentials, as the audit log names them. */
import type { FastifyRequest } from 'fastify'
import type { AuditAction } from '../../../contract/outbound/audit.ts'
import { type Actor, holderOf } from '../../core/callers/actor.ts'
import type { AuditEntry, Circumstances } from '../../core/changes/audit.ts'
import { gathered } from '../../core/changes/gathered.ts'
import type { Database } from '../../core/db/database.ts'
import { operationOf } from '../../core/http/mount.ts'

/** What was called: the summary of the operation, where there is one at that address. */
export type Refused = { readonly method: string; readonly summary: string | undefined }

export const refusedCall = (request: FastifyRequest): Refused => ({
  method: request.method,
  summary: operationOf(request)?.summary,
})

export type Refusals = {
  record(reason: string, call: Refused, circumstances: Circumstances): void
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

declare module '../../core/services/services.ts' {
  interface AppServices {
    readonly refusals: Refusals
  }
}

export const refusalsOf = (database: Database): Refusals => {
  const { record, flush } = gathered(database, 'REFUSED')
  return {
    record(reason, { method, summary }, circumstances) {
      const entry = objectOf(circumstances.actor, ACTIONS[method] ?? 'UPDATE')
      if (!entry) return
      const of = summary === undefined ? entry : { ...entry, changes: { operation: { after: summary } } }
      record({ entry: of, reason, circumstances, key: [holderOf(circumstances.actor), summary] })
    },
    flush,
  }
}
