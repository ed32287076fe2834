import * as contract from '../../contract/audit.ts'
import { Answer, on, type Route } from '../http/mount.ts'
import { pageFields, pageOf } from '../http/page.ts'
import { auditCsv } from './download.ts'
import { filterOf, listAudit, presentAudit } from './read.ts'

const dayOf = (now: number) => new Date(now).toISOString().slice(0, 'yyyy-mm-dd'.length)

export const auditRoutes = (): Route[] => [
  on(contract.listAuditLogs, {
    handle: async ({ query }, { db }) => {
      const page = pageOf(query)
      const { rows, total } = await listAudit(db, filterOf(query), page)
      return { logs: rows.map(presentAudit), ...pageFields(page, total) }
    },
  }),

  on(contract.downloadAuditLogs, {
    handle: async ({ query }, { db, now }) =>
      new Answer(200, await auditCsv(db, filterOf(query)), {
        'content-disposition': `attachment; filename="audit-logs-${dayOf(now)}.csv"`,
      }),
  }),
]
