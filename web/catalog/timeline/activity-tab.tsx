import { Anchor, Button, Stack, Text } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { EntityDetails } from '../../../contract/catalog/entities.ts'
import { ACTIVITY_KINDS, listActivity } from '../../../contract/catalog/timeline.ts'
import { ask } from '../../core/api/queries.ts'
import { DataTable } from '../../core/layout/data-table.tsx'
import { PAGE_SIZE } from '../../core/layout/list-page.tsx'
import { Loaded } from '../../core/layout/loaded.tsx'
import { useFilters } from '../../core/layout/use-filters.ts'
import { ChoiceChip } from '../../core/ui/choice-chip.tsx'
import { EmptyState } from '../../core/ui/empty-state.tsx'
import { FilterBar } from '../../core/ui/filter-bar.tsx'
import { activityColumns, KIND_WORDS } from './activity-columns.tsx'
import { activitySearch } from './activity-search.ts'

const OPTIONS = ACTIVITY_KINDS.map(value => ({ value, label: `${KIND_WORDS[value]}s` }))
const NOUN = ['entry', 'entries'] as const

const Nothing = () => (
  <EmptyState action={<Anchor href="/docs/deploys-and-events">Report deploys and events</Anchor>}>
    No activity yet. Pipelines and other tools report deploys and events.
  </EmptyState>
)

/** Deploys, events and edits, newest first; the kinds and the page are in the address. */
export const ActivityTab = ({ entity: { tag } }: { entity: EntityDetails }) => {
  const [{ kinds, page = 0 }, setFilters] = useFilters(activitySearch)
  const query = useQuery({
    ...ask(listActivity, { params: { tagOrId: tag }, query: { kinds, page, pageSize: PAGE_SIZE } }),
    placeholderData: keepPreviousData,
  })
  const clear = (
    <Button variant="default" onClick={() => setFilters({ kinds: [] })}>
      Clear filters
    </Button>
  )
  return (
    <Stack gap="sm">
      <FilterBar>
        <ChoiceChip
          label="Kind"
          options={OPTIONS}
          chosen={kinds}
          onChoose={chosen => setFilters({ kinds: ACTIVITY_KINDS.filter(kind => chosen.includes(kind)) })}
        />
      </FilterBar>
      <Loaded query={query} lines={6}>
        {({ activity, total, seesEdits }) => (
          <>
            <DataTable
              caption={`Activity of ${tag}`}
              columns={activityColumns(tag)}
              rows={activity}
              rowKey={({ id }) => id}
              noun={NOUN}
              paging={{ page, pageSize: PAGE_SIZE, total, onPage: next => setFilters({ page: next || undefined }) }}
              empty={
                total === 0 && (kinds.length > 0 ? <EmptyState action={clear}>No results.</EmptyState> : <Nothing />)
              }
            />
            {!seesEdits && (
              <Text size="xs" c="dimmed">
                Edits are shown to people with the View audit logs permission.
              </Text>
            )}
          </>
        )}
      </Loaded>
    </Stack>
  )
}
