import { Stack } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { EntityDetails } from '../../../contract/catalog/entities.ts'
import { listVersions } from '../../../contract/catalog/versions.ts'
import { ask } from '../../core/api/queries.ts'
import { DataTable } from '../../core/layout/data-table.tsx'
import { ButtonLink } from '../../core/layout/links.tsx'
import { Loaded } from '../../core/layout/loaded.tsx'
import { paths } from '../../core/layout/paths.ts'
import { useFilters } from '../../core/layout/use-filters.ts'
import { EmptyState } from '../../core/ui/empty-state.tsx'
import { historySearch } from './history-search.ts'
import { versionColumns } from './version-columns.tsx'
import { VersionView } from './version-view.tsx'

const NOUN = ['version', 'versions'] as const
const PAGE_SIZE = 25

const OnlyOne = ({ entity: { tag, abilities } }: { entity: EntityDetails }) => (
  <EmptyState
    action={
      abilities?.edit.allowed !== false && (
        <ButtonLink variant="default" to={paths.entityDescriptor(tag)}>
          Edit descriptor
        </ButtonLink>
      )
    }
  >
    The descriptor hasn't changed yet. Each change is kept here as a version.
  </EmptyState>
)

const VersionList = ({ entity }: { entity: EntityDetails }) => {
  const { tag } = entity
  const [{ page = 0 }, setFilters] = useFilters(historySearch)
  const asked = { page, pageSize: PAGE_SIZE, includeChanges: true }
  const query = useQuery({
    ...ask(listVersions, { params: { tagOrId: tag }, query: asked }),
    placeholderData: keepPreviousData,
  })
  return (
    <Loaded query={query} lines={6}>
      {({ versions, total }) => (
        <Stack gap="sm">
          <DataTable
            caption={`Versions of ${tag}`}
            columns={versionColumns(tag)}
            rows={versions}
            rowKey={({ version }) => String(version)}
            noun={NOUN}
            paging={{ page, pageSize: PAGE_SIZE, total, onPage: next => setFilters({ page: next || undefined }) }}
          />
          {total === 1 && <OnlyOne entity={entity} />}
        </Stack>
      )}
    </Loaded>
  )
}

/** The versions of the descriptor, or the one that the address names. */
export const HistoryTab = ({ entity }: { entity: EntityDetails }) => {
  const [{ version }] = useFilters(historySearch)
  return version === undefined ? <VersionList entity={entity} /> : <VersionView entity={entity} version={version} />
}
