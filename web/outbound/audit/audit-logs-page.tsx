import { Button } from '@mantine/core'
import { AUDIT_SORTS, downloadAuditLogs, listAuditLogs } from '../../../contract/outbound/audit.ts'
import { urlOf } from '../../core/api/client.ts'
import { ListPage, PAGE_SIZE } from '../../core/layout/list-page.tsx'
import { useFilters } from '../../core/layout/use-filters.ts'
import { EmptyState } from '../../core/ui/empty-state.tsx'
import { abilityFor, useMe } from '../../identity/sessions/me.ts'
import { auditColumns } from './audit-columns.tsx'
import { AuditFilters, isFiltered, noFilters } from './audit-filters.tsx'
import { auditSearch } from './audit-search.ts'
import { OpenEntry } from './open-entry.tsx'

export const AuditLogsPage = () => {
  const me = useMe()
  const [filters, setFilters] = useFilters(auditSearch)
  const { page = 0, row, sort, order, ...wanted } = filters
  return (
    <ListPage
      title="Audit logs"
      intro="Every change, sign-in and refusal. Times are in your zone."
      docs="audit-log"
      action={
        abilityFor(me, downloadAuditLogs).allowed && (
          <Button component="a" variant="default" href={urlOf(downloadAuditLogs, { query: wanted })} download>
            Download CSV
          </Button>
        )
      }
      operation={listAuditLogs}
      input={{ query: { ...wanted, sort, order, page, pageSize: PAGE_SIZE } }}
      rows={({ logs }) => logs}
      columns={auditColumns(({ id }) => setFilters({ page: filters.page, row: id }))}
      rowKey={({ id }) => id}
      sorts={AUDIT_SORTS}
      caption="Audit log"
      noun={['entry', 'entries']}
      empty={<EmptyState>No entries yet. Every change, sign-in, and refusal is listed here.</EmptyState>}
      page={page}
      onPage={page => setFilters({ page, row: undefined })}
      filters={<AuditFilters filters={filters} onChange={setFilters} />}
      isFiltered={isFiltered(filters)}
      onClear={() => setFilters(noFilters)}
    >
      <OpenEntry id={row} onClose={() => setFilters({ page: filters.page, row: undefined })} />
    </ListPage>
  )
}
