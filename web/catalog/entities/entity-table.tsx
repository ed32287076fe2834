import { Group, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import type { EntitySummary } from '../../../contract/catalog/entities.ts'
import { TextLink } from '../../core/layout/links.tsx'
import { paths } from '../../core/layout/paths.ts'
import { type Column, DataTable } from '../../core/ui/data-table.tsx'
import { Instant } from '../../core/ui/instant.tsx'
import { EntityMarks } from './entity-marks.tsx'

const ownerNames = ({ owners }: EntitySummary) =>
  [...(owners?.teams ?? []).map(({ name }) => name), ...(owners?.individuals ?? []).map(({ email }) => email)].join(
    ', ',
  )

const none = (
  <Text span c="dimmed">
    None
  </Text>
)

const columns: readonly Column<EntitySummary>[] = [
  {
    key: 'name',
    header: 'Name',
    width: '32%',
    cell: entity => (
      <>
        <Group gap="0 8px">
          <TextLink to={paths.entity(entity.tag)} fw={500}>
            {entity.name}
          </TextLink>
          <EntityMarks entity={entity} />
        </Group>
        <Text className="mono" c="dimmed">
          {entity.tag}
        </Text>
      </>
    ),
  },
  { key: 'type', header: 'Type', cell: ({ type }) => type, nowrap: true },
  { key: 'owners', header: 'Owners', cell: entity => ownerNames(entity) || none },
  { key: 'groups', header: 'Groups', cell: ({ groups }) => groups.join(', ') || none },
  { key: 'updated', header: 'Updated', cell: ({ lastUpdated }) => <Instant at={lastUpdated} />, nowrap: true },
]

export const EntityTable = ({ entities, empty }: { entities: readonly EntitySummary[]; empty?: ReactNode }) => (
  <DataTable caption="Entities" columns={columns} rows={entities} rowKey={({ id }) => id} empty={empty} />
)
