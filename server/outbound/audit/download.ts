/** The columns of the audit log as a CSV file. */

import type { Columns } from '../../core/http/csv-file.ts'
import { iso } from '../../core/problems/instant.ts'
import type { AuditRow } from './read.ts'

/** What Excel keeps of a cell. */
const LONGEST_CELL = 32_767

export const AUDIT_COLUMNS: Columns<AuditRow> = {
  timestamp: row => iso(row.at),
  action: row => row.action,
  objectType: row => row.object_type,
  objectIdentifier: row => row.object_identifier,
  outcome: row => row.outcome,
  reason: row => row.reason,
  count: row => row.count,
  actorType: row => row.actor_type,
  actorIdentifier: row => row.actor_identifier,
  actorEmail: row => row.actor_email,
  actorCredentialCid: row => row.actor_cid,
  actorCredentialName: row => row.actor_name,
  ipAddress: row => row.address,
  changes: row => row.changes?.slice(0, LONGEST_CELL) ?? null,
  requestId: row => row.request_id,
  id: row => row.id,
}
