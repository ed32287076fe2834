/** Reads the audit log: every filter is SQL; values of one field are alternatives, and all fields that are given must match. */
import { type Expression, type ExpressionBuilder, type Selectable, type SqlBool, sql } from 'kysely'
import { ACTOR_TYPES, AUDIT_ACTIONS, type AuditLog, type listAuditLogs } from '../../contract/audit.ts'
import type { QueryOf } from '../../contract/operation.ts'
import type { Db } from '../db/database.ts'
import type { AuditLogs, Tables } from '../db/tables.ts'
import { instantOf, iso } from '../http/instant.ts'

export type AuditRow = Selectable<AuditLogs>
export type AuditQuery = Omit<QueryOf<typeof listAuditLogs>, 'page' | 'pageSize'>

/** The query with its times as milliseconds UTC; both ends are included. */
export type AuditFilter = Omit<AuditQuery, 'startTime' | 'endTime'> & {
  readonly from: number | undefined
  readonly to: number | undefined
}

/** @throws Problem 400 naming the parameter that is no instant */
export const filterOf = ({ startTime, endTime, ...others }: AuditQuery): AuditFilter => ({
  ...others,
  from: instantOf('startTime', startTime),
  to: instantOf('endTime', endTime),
})

type Build = ExpressionBuilder<Tables, 'audit_logs'>
type Column =
  | 'action'
  | 'object_type'
  | 'object_identifier'
  | 'outcome'
  | 'actor_type'
  | 'actor_cid'
  | 'actor_email'
  | 'address'

const oneOf = (eb: Build, column: Column, values: readonly string[] | undefined): Expression<SqlBool>[] =>
  values && values.length > 0 ? [sql<SqlBool>`${eb.ref(column)} in (${sql.join(values)})`] : []

/** Of the request types only calls with API keys exist here; asking for the others finds nothing. */
const ofRequestType = (eb: Build, types: AuditFilter['actorRequestTypes']): Expression<SqlBool>[] => {
  if (!types || types.length === 0) return []
  return [types.includes('API_KEY_ENTITY') ? eb('actor_type', '=', 'API_KEY') : sql<SqlBool>`1 = 0`]
}

const matching = (filter: AuditFilter) => (eb: Build) =>
  eb.and([
    ...(filter.from === undefined ? [] : [eb('at', '>=', filter.from)]),
    ...(filter.to === undefined ? [] : [eb('at', '<=', filter.to)]),
    ...oneOf(eb, 'action', filter.actions),
    ...oneOf(
      eb,
      'object_type',
      filter.objectTypes?.map(type => type.toUpperCase()),
    ),
    ...oneOf(eb, 'object_identifier', filter.objectIdentifiers),
    ...oneOf(eb, 'outcome', filter.outcomes),
    ...oneOf(eb, 'actor_type', filter.actorTypes),
    ...oneOf(eb, 'actor_cid', filter.actorApiKeyIdentifiers),
    ...oneOf(
      eb,
      'actor_email',
      filter.actorEmails?.map(email => email.toLowerCase()),
    ),
    ...oneOf(eb, 'address', filter.actorIpAddresses),
    ...ofRequestType(eb, filter.actorRequestTypes),
  ])

const newestFirst = (db: Db, filter: AuditFilter) =>
  db.selectFrom('audit_logs').where(matching(filter)).orderBy('at', 'desc').orderBy('id', 'desc')

export const listAudit = async (
  db: Db,
  filter: AuditFilter,
  { page, pageSize }: { page: number; pageSize: number },
) => {
  const rows = await newestFirst(db, filter)
    .selectAll()
    .limit(pageSize)
    .offset(page * pageSize)
    .execute()
  if (page === 0 && rows.length < pageSize) return { rows, total: rows.length }
  const { total } = await db
    .selectFrom('audit_logs')
    .where(matching(filter))
    .select(eb => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return { rows, total: Number(total) }
}

/** Up to `most` rows after a row, in the same order; from the newest on without one. */
export const auditAfter = (
  db: Db,
  filter: AuditFilter,
  after: Pick<AuditRow, 'at' | 'id'> | undefined,
  most: number,
): Promise<AuditRow[]> => {
  const list = newestFirst(db, filter).selectAll().limit(most)
  if (!after) return list.execute()
  return list
    .where(eb => eb.or([eb('at', '<', after.at), eb.and([eb('at', '=', after.at), eb('id', '<', after.id)])]))
    .execute()
}

const actionOf = (row: AuditRow) => AUDIT_ACTIONS.find(action => action === row.action) ?? 'UPDATE'
const actorTypeOf = (row: AuditRow) => ACTOR_TYPES.find(type => type === row.actor_type) ?? 'ANONYMOUS'

const changesOf = (row: AuditRow): { changes?: AuditLog['changes'] } =>
  row.changes === null ? {} : { changes: JSON.parse(row.changes) }

export const presentAudit = (row: AuditRow): AuditLog => ({
  id: row.id,
  timestamp: iso(row.at),
  action: actionOf(row),
  objectType: row.object_type,
  objectIdentifier: row.object_identifier,
  outcome: row.outcome,
  ...(row.reason === null ? {} : { reason: row.reason }),
  count: row.count,
  ...changesOf(row),
  actorType: actorTypeOf(row),
  ...(row.actor_identifier === null ? {} : { actorIdentifier: row.actor_identifier }),
  ...(row.actor_email === null ? {} : { actorEmail: row.actor_email }),
  ...(row.actor_cid === null ? {} : { actorCredential: { cid: row.actor_cid, name: row.actor_name ?? '' } }),
  ...(row.address === null ? {} : { ipAddress: row.address }),
  ...(row.request_id === null ? {} : { requestId: row.request_id }),
})
