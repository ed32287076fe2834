/** Reads the audit log: every filter is SQL; values of one field are alternatives, and all fields that are given must match. */
import { type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely'
import type { QueryOf } from '../../../contract/core/operation.ts'
import {
  ACTOR_TYPES,
  AUDIT_ACTIONS,
  type AUDIT_SORTS,
  type AuditLog,
  type downloadAuditLogs,
} from '../../../contract/outbound/audit.ts'
import type { AuditLogs } from '../../core/changes/tables.ts'
import type { Db } from '../../core/db/database.ts'
import { firstIds, idsOfPage, type List, type Page, rowsInOrder } from '../../core/db/page.ts'
import { orderBy, type Sorting } from '../../core/db/sorted.ts'
import { instantOf, iso } from '../../core/problems/instant.ts'
import { notFound } from '../../core/problems/problems.ts'
import { storedForms } from '../../identity/emails/comparable.ts'

export type AuditRow = Selectable<AuditLogs> & {
  /** The name that the token or key has now. */
  object_name: string | null
}
export type AuditQuery = QueryOf<typeof downloadAuditLogs>
export type AuditSorting = Sorting<(typeof AUDIT_SORTS)[number]>

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

/** @throws Problem 404 */
export const findAudit = async (db: Db, id: string): Promise<AuditRow> => {
  const [row] = await rowsWith(db, [id])
  if (!row) throw notFound(`No entry of the audit log has the identifier ${id}.`)
  return row
}

type Condition = RawBuilder<SqlBool>

const oneOf = (column: string, values: readonly string[] | undefined): Condition[] =>
  values && values.length > 0 ? [sql`${sql.ref(column)} in (${sql.join(values)})`] : []

/** Of the request types only calls with API keys exist here; asking for the others finds nothing. */
const ofRequestType = (types: AuditFilter['actorRequestTypes']): Condition[] => {
  if (!types || types.length === 0) return []
  return [types.includes('API_KEY_ENTITY') ? sql`actor_type = 'API_KEY'` : sql`1 = 0`]
}

const conditionsOf = (filter: AuditFilter): Condition[] => [
  sql`1 = 1`,
  ...(filter.from === undefined ? [] : [sql<SqlBool>`at >= ${filter.from}`]),
  ...(filter.to === undefined ? [] : [sql<SqlBool>`at <= ${filter.to}`]),
  ...oneOf('action', filter.actions),
  ...oneOf(
    'object_type',
    filter.objectTypes?.map(type => type.toUpperCase()),
  ),
  ...oneOf('object_identifier', filter.objectIdentifiers),
  ...oneOf('outcome', filter.outcomes),
  ...oneOf('actor_type', filter.actorTypes),
  ...oneOf('actor_cid', filter.actorApiKeyIdentifiers),
  ...oneOf('actor_email', filter.actorEmails?.flatMap(storedForms)),
  ...oneOf('address', filter.actorIpAddresses),
  ...ofRequestType(filter.actorRequestTypes),
]

const SORTS = { by: { time: sql`at` }, id: sql`id`, first: 'time' } as const

type From = AuditSorting & { readonly after?: Pick<AuditRow, 'at' | 'id'> | undefined }

const matching = (filter: AuditFilter, { after, ...sorting }: From = {}): List => {
  const rest = after ? [sql<SqlBool>`(at, id) < (${after.at}, ${after.id})`] : []
  const conditions = sql.join([...conditionsOf(filter), ...rest], sql` and `)
  return { id: 'id', from: sql`from audit_logs where ${conditions}`, order: orderBy(SORTS, sorting) }
}

const rowsWith = (db: Db, ids: readonly string[]): Promise<AuditRow[]> =>
  rowsInOrder(
    ids,
    some =>
      db
        .selectFrom('audit_logs')
        .leftJoin('credentials', 'credentials.cid', 'audit_logs.object_identifier')
        .selectAll('audit_logs')
        .select('credentials.name as object_name')
        .where('audit_logs.id', 'in', some)
        .execute(),
    ({ id }) => id,
  )

/** Newest first, unless asked otherwise. */
export const listAudit = async (db: Db, filter: AuditFilter, { sort, order, ...page }: AuditSorting & Page) => {
  const { ids, total } = await idsOfPage(db, matching(filter, { sort, order }), page)
  return { rows: await rowsWith(db, ids), total }
}

/** Up to `most` rows after a row, newest first; from the newest on without one. */
export const auditAfter = async (
  db: Db,
  filter: AuditFilter,
  { after, most }: { after: Pick<AuditRow, 'at' | 'id'> | undefined; most: number },
): Promise<AuditRow[]> => rowsWith(db, await firstIds(db, matching(filter, { after }), most))

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
  ...(row.object_name === null ? {} : { objectName: row.object_name }),
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
