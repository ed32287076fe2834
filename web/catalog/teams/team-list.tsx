import { Group, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { ENTITY_SORTS, listEntities, MOST_RANKED } from '../../../contract/catalog/catalog.ts'
import type { EntitySummary } from '../../../contract/catalog/entities.ts'
import type { Column } from '../../core/layout/data-table.tsx'
import { RowLink } from '../../core/layout/links.tsx'
import { ListPage, PAGE_SIZE } from '../../core/layout/list-page.tsx'
import { paths } from '../../core/layout/paths.ts'
import { Instant } from '../../core/ui/instant.tsx'
import { NoTeams } from './no-teams.tsx'
import type { TeamFilters } from './teams-search.ts'

const COLUMNS: readonly Column<EntitySummary>[] = [
  {
    key: 'tag',
    header: 'Name',
    width: '36%',
    cell: ({ tag, name }) => (
      <>
        <Group gap="0 8px">
          <RowLink to={paths.entity(tag)}>{name}</RowLink>
        </Group>
        <Text className="mono" c="dimmed">
          {tag}
        </Text>
      </>
    ),
  },
  { key: 'description', header: 'Description', cell: ({ description }) => <Text lineClamp={2}>{description}</Text> },
  { key: 'members', header: 'Members', align: 'right', cell: ({ members = [] }) => members.length },
  {
    key: 'lastUpdated',
    header: 'Updated',
    cell: ({ lastUpdated }) => <Instant at={lastUpdated} />,
    nowrap: true,
  },
]

type Frame = { title: string; intro: string; docs: string; action: ReactNode; filters: ReactNode }

type Props = { frame: Frame; filters: TeamFilters; onChange: (change: Partial<TeamFilters>) => void }

export const TeamList = ({ frame, filters, onChange }: Props) => {
  const { query, sort, order, page = 0 } = filters
  const sorting = query === undefined ? { sort, order } : {}
  return (
    <ListPage
      {...frame}
      operation={listEntities}
      input={{
        query: {
          types: ['team'],
          query,
          ...sorting,
          page,
          pageSize: PAGE_SIZE,
          hierarchyDepth: '0',
          includeNestedFields: ['team:members'],
        },
      }}
      rows={({ entities }) => entities}
      columns={COLUMNS}
      // what is searched for is sorted by how well it matches
      sorts={query === undefined ? ENTITY_SORTS : []}
      rowKey={({ id }) => id}
      noun={['team', 'teams']}
      most={query === undefined ? undefined : MOST_RANKED}
      empty={<NoTeams />}
      page={page}
      onPage={page => onChange({ page })}
      isFiltered={query !== undefined}
      onClear={() => onChange({ query: undefined })}
    />
  )
}
