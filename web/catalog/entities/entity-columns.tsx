import { Group, Text } from '@mantine/core'
import type { EntitySummary } from '../../../contract/catalog/entities.ts'
import { TextLink } from '../../core/layout/links.tsx'
import { paths } from '../../core/layout/paths.ts'
import type { Column } from '../../core/ui/data-table.tsx'
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

export const ENTITY_COLUMNS: readonly Column<EntitySummary>[] = [
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
