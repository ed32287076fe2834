import { lazyRouteComponent } from '@tanstack/react-router'
import { listAuditLogs } from '../../../contract/outbound/audit.ts'
import { paths } from '../../core/layout/paths.ts'
import type { Slice } from '../../core/layout/slice.ts'
import { auditSearch } from './audit-search.ts'

export const audit: Slice = {
  name: 'audit',
  pages: [
    {
      at: [paths.auditLogs, paths.known.auditLogs],
      frame: 'settings',
      load: lazyRouteComponent(() => import('./audit-logs-page.tsx'), 'AuditLogsPage'),
      search: auditSearch,
    },
  ],
  settings: [
    {
      section: 'Security',
      label: 'Audit logs',
      to: paths.auditLogs,
      alsoAt: paths.known.auditLogs,
      lists: listAuditLogs,
    },
  ],
}
