export type AuditLogs = {
  id: string
  at: number
  action: string
  object_type: string
  object_identifier: string
  outcome: 'DONE' | 'FAILED' | 'REFUSED'
  reason: string | null
  count: number
  changes: string | null
  actor_type: string
  actor_identifier: string | null
  actor_email: string | null
  actor_cid: string | null
  actor_name: string | null
  address: string | null
  request_id: string | null
  /** One row per credential, reason, address and hour of refusals; null for everything else. */
  refusal_key: string | null
}

declare module '../db/tables.ts' {
  interface Tables {
    audit_logs: AuditLogs
  }
}
