import { Text } from '@mantine/core'
import type { EntityTypeFilter, RelationshipType } from '../../../contract/catalog/relationship-types.ts'
import type { Column } from '../../core/layout/data-table.tsx'
import { RowMenu } from '../../core/ui/row-menu.tsx'

const LOCATIONS = { SOURCE: 'Sources', DESTINATION: 'Destinations', BOTH: 'Both ends' } as const

const filterText = ({ include, types }: EntityTypeFilter) => {
  if (types.length === 0) return 'Any type'
  return include ? types.join(', ') : `All but ${types.join(', ')}`
}

const rulesOf = ({ isSingleSource, isSingleDestination, allowCycles }: RelationshipType) =>
  [isSingleSource && 'One source', isSingleDestination && 'One destination', allowCycles && 'Cycles allowed']
    .filter(Boolean)
    .join(', ') || 'No cycles'

type Choose = (type: RelationshipType) => void

export const columnsWith = ({
  onEdit,
  onDelete,
}: {
  onEdit: Choose
  onDelete: Choose
}): readonly Column<RelationshipType>[] => [
  {
    key: 'name',
    header: 'Name',
    width: '26%',
    cell: ({ name, description }) => (
      <>
        {name}
        {description && (
          <Text size="xs" c="dimmed" lineClamp={2}>
            {description}
          </Text>
        )}
      </>
    ),
  },
  { key: 'tag', header: 'Tag', mono: true, cell: ({ tag }) => tag },
  { key: 'sources', header: 'Sources', cell: ({ sourcesFilter }) => filterText(sourcesFilter) },
  { key: 'destinations', header: 'Destinations', cell: ({ destinationsFilter }) => filterText(destinationsFilter) },
  { key: 'rules', header: 'Rules', cell: rulesOf },
  {
    key: 'location',
    header: 'Declared by',
    nowrap: true,
    cell: ({ definitionLocation }) => LOCATIONS[definitionLocation],
  },
  {
    key: 'relationships',
    header: 'Relationships',
    nowrap: true,
    cell: ({ relationships }) => relationships,
  },
  {
    key: 'actions',
    header: 'Actions',
    hiddenHeader: true,
    align: 'right',
    cell: type => (
      <RowMenu
        of={type.name}
        actions={[
          { label: 'Edit', ability: type.abilities?.edit, onChoose: () => onEdit(type) },
          { label: 'Delete', ability: type.abilities?.remove, isDestructive: true, onChoose: () => onDelete(type) },
        ]}
      />
    ),
  },
]
