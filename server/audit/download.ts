/** The audit log as a CSV file, written while it is sent: neither the rows nor the text are ever in memory as a whole. */
import { Readable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import type { Db } from '../db/database.ts'
import { csvRow } from './csv.ts'
import { type AuditFilter, type AuditRow, auditAfter } from './read.ts'

const MOST_ROWS = 50_000
/** A few milliseconds of work; other requests go on in between. */
const CHUNK = 500
/** What Excel keeps of a cell. */
const LONGEST_CELL = 32_767

const COLUMNS: Record<string, (row: AuditRow) => string | number | null> = {
  timestamp: row => new Date(row.at).toISOString(),
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

export const HEADER = csvRow(Object.keys(COLUMNS))

const lineOf = (row: AuditRow) => csvRow(Object.values(COLUMNS).map(cell => cell(row)))

async function* lines(db: Db, filter: AuditFilter, mostRows: number, first: AuditRow[]) {
  yield HEADER
  let rows = first
  for (let sent = 0; rows.length > 0; ) {
    yield rows.map(lineOf).join('')
    sent += rows.length
    const last = rows.at(-1)
    await setImmediate()
    rows = rows.length < CHUNK ? [] : await auditAfter(db, filter, last, Math.min(CHUNK, mostRows - sent))
  }
}

/** The file as a stream, newest first. The first rows are read at once, so that a database out of reach is still an answer. */
export const auditCsv = async (db: Db, filter: AuditFilter, mostRows = MOST_ROWS): Promise<Readable> => {
  const first = await auditAfter(db, filter, undefined, Math.min(CHUNK, mostRows))
  return Readable.from(lines(db, filter, mostRows, first))
}
