import { Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { listCatalogFilters } from '../../../contract/catalog/catalog.ts'
import { createEntityType } from '../../../contract/catalog/types.ts'
import { ask } from '../../core/api/queries.ts'
import { AddButton } from '../../core/layout/add-button.tsx'
import { type Column, DataTable } from '../../core/layout/data-table.tsx'
import { RowLink, TextLink } from '../../core/layout/links.tsx'
import { Loaded } from '../../core/layout/loaded.tsx'
import { paths } from '../../core/layout/paths.ts'
import { Page } from '../../core/ui/page.tsx'
import { StateLabel } from '../../core/ui/state-label.tsx'
import { abilityFor, useMe } from '../../identity/sessions/me.ts'
import { allTypes } from './type-names.ts'
import { type TypeInUse, typesInUse } from './types-in-use.ts'

const COLUMNS: readonly Column<TypeInUse>[] = [
  {
    key: 'name',
    header: 'Name',
    value: ({ name, type }) => name ?? type,
    width: '32%',
    cell: ({ name, type, source }) => (
      <>
        <Group gap="0 8px">
          {source === undefined ? <span>{type}</span> : <RowLink to={paths.entityType(type)}>{name ?? type}</RowLink>}
          {source === 'CORTEX' && <StateLabel tone="neutral">Built in</StateLabel>}
          {source === undefined && <StateLabel tone="warning">Not defined</StateLabel>}
        </Group>
        {name !== undefined && (
          <Text className="mono" c="dimmed">
            {type}
          </Text>
        )}
      </>
    ),
  },
  {
    key: 'description',
    header: 'Description',
    value: ({ description }) => description ?? '',
    cell: ({ description }) => description ?? '',
  },
  {
    key: 'count',
    header: 'Entities',
    align: 'right',
    first: 'desc',
    value: ({ count }) => count,
    nowrap: true,
    cell: ({ type, name, count }) =>
      count === 0 ? (
        '0'
      ) : (
        <TextLink to={paths.catalog} search={{ types: [type] }} aria-label={`${count} of the type ${name ?? type}`}>
          {count}
        </TextLink>
      ),
  },
]

export const TypesPage = () => {
  const types = useQuery(allTypes)
  const filters = useQuery(ask(listCatalogFilters, {}))
  return (
    <Page
      title="Entity types"
      intro="What kinds of entities there are, and what the definition of each must have."
      docs="entity-types"
      width="wide"
      action={
        <AddButton to={paths.newEntityType} ability={abilityFor(useMe(), createEntityType)}>
          Add an entity type
        </AddButton>
      }
    >
      <Loaded query={types}>
        {({ definitions }) => (
          <Loaded query={filters}>
            {inUse => (
              <DataTable
                caption="Entity types"
                columns={COLUMNS}
                rows={typesInUse(definitions, inUse.types)}
                rowKey={({ type }) => type.toLowerCase()}
                noun={['entity type', 'entity types']}
                name=""
              />
            )}
          </Loaded>
        )}
      </Loaded>
      <Text c="dimmed" maw={720}>
        Entities of a type that is not defined can have any definition. Add the type to check them.
      </Text>
    </Page>
  )
}
