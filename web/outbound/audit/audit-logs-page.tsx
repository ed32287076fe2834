import { Button } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type AuditLog, downloadAuditLogs, listAuditLogs } from '../../../contract/outbound/audit.ts'
import { urlOf } from '../../core/api/client.ts'
import { ask } from '../../core/api/queries.ts'
import { Loaded } from '../../core/layout/loaded.tsx'
import { useFilters } from '../../core/layout/use-filters.ts'
import { EmptyState } from '../../core/ui/empty-state.tsx'
import { Page } from '../../core/ui/page.tsx'
import { Pager } from '../../core/ui/pager.tsx'
import { useDialog } from '../../core/ui/use-dialog.ts'
import { abilityFor, useMe } from '../../identity/sessions/me.ts'
import { AuditFilters, isFiltered, noFilters } from './audit-filters.tsx'
import { AuditPanel } from './audit-panel.tsx'
import { auditSearch } from './audit-search.ts'
import { AuditTable } from './audit-table.tsx'

const PAGE_SIZE = 50

export const AuditLogsPage = () => {
  const me = useMe()
  const [filters, setFilters] = useFilters(auditSearch)
  const { page = 0, ...wanted } = filters
  const query = useQuery({
    ...ask(listAuditLogs, { query: { ...wanted, page, pageSize: PAGE_SIZE } }),
    placeholderData: keepPreviousData,
  })
  const shown = useDialog<AuditLog>()
  return (
    <Page
      title="Audit logs"
      intro="Every change, sign-in and refusal, newest first. Times are in your zone."
      docs="audit-log"
      width="wide"
      action={
        abilityFor(me, downloadAuditLogs).allowed && (
          <Button component="a" variant="default" href={urlOf(downloadAuditLogs, { query: wanted })} download>
            Download CSV
          </Button>
        )
      }
    >
      <AuditFilters filters={filters} onChange={setFilters} />
      <Loaded query={query}>
        {({ logs, total }) => (
          <>
            <AuditTable
              logs={logs}
              onOpen={shown.open}
              empty={total === 0 && <NoLogs isFiltered={isFiltered(filters)} onClear={() => setFilters(noFilters)} />}
            />
            <Pager
              page={page}
              pageSize={PAGE_SIZE}
              total={total}
              noun="entries"
              onPage={next => setFilters({ page: next || undefined })}
            />
          </>
        )}
      </Loaded>
      <AuditPanel log={shown.thing} opened={shown.isOpen} onClose={shown.close} />
    </Page>
  )
}

const NoLogs = ({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }) =>
  isFiltered ? (
    <EmptyState
      action={
        <Button variant="default" onClick={onClear}>
          Clear filters
        </Button>
      }
    >
      Nothing matches.
    </EmptyState>
  ) : (
    <EmptyState>Nothing was recorded yet. Every change, sign-in and refusal will be listed here.</EmptyState>
  )
