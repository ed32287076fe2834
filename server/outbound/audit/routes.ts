import * as contract from '../../../contract/outbound/audit.ts'
import { presentRows } from '../../core/db/rows.ts'
import { csvAnswer } from '../../core/http/csv-file.ts'
import { on, type Route } from '../../core/http/mount.ts'
import { pageFields, pageOf } from '../../core/http/page.ts'
import { AUDIT_COLUMNS } from './download.ts'
import { type AuditRow, auditAfter, filterOf, findAudit, listAudit, presentAudit } from './read.ts'

const idOf = ({ id }: AuditRow) => id

const listAuditLogs = on(contract.listAuditLogs, {
  handle: async ({ query: { sort, order, ...query } }, { db }) => {
    const page = pageOf(query)
    const { rows, total } = await listAudit(db, filterOf(query), { ...page, sort, order })
    const { shown: logs, marked } = presentRows(rows, { idOf, present: presentAudit })
    return { logs, ...marked, ...pageFields(page, total) }
  },
})

const getAuditLog = on(contract.getAuditLog, {
  handle: async ({ params: { id } }, { db }) => presentAudit(await findAudit(db, id)),
})

const downloadAuditLogs = on(contract.downloadAuditLogs, {
  handle: ({ query }, { db, now, stillAllowed }) => {
    const filter = filterOf(query)
    const rowsAfter = (after: AuditRow | undefined, most: number) => auditAfter(db, filter, { after, most })
    const present = (row: AuditRow) => row
    return csvAnswer('audit-logs', now, { columns: AUDIT_COLUMNS, rowsAfter, idOf, present, stillAllowed })
  },
})

export const auditRoutes: readonly Route[] = [listAuditLogs, getAuditLog, downloadAuditLogs]
