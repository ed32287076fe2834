import type { AuditAction, ObjectType } from '../../../contract/outbound/audit.ts'

/** What an audit row says of a write: what was done to what. Values in `changes` are shown to auditors: never a secret. */
export type Entry = {
  action: AuditAction
  objectType: ObjectType
  objectIdentifier: string
  changes?: Record<string, { before?: unknown; after?: unknown }>
}
