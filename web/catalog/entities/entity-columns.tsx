import { Group, Text } from '@mantine/core'
import { Fragment } from 'react'
import type { EntitySummary } from '../../../contract/catalog/entities.ts'
import type { Column } from '../../core/layout/data-table.tsx'
import { RowLink, TextLink } from '../../core/layout/links.tsx'
import { paths } from '../../core/layout/paths.ts'
import type { RawSearch } from '../../core/layout/search-params.ts'
import { Instant } from '../../core/ui/instant.tsx'
import { StateLabel } from '../../core/ui/state-label.tsx'

type Way = { readonly key: string; readonly text: string; readonly to: string; readonly search?: RawSearch }

const waysToOwners = ({ owners }: EntitySummary): Way[] => [
  ...(owners?.teams ?? []).map(({ tag, name }) => ({ key: `team ${tag} ${name}`, text: name, to: paths.entity(tag) })),
  ...(owners?.individuals ?? []).map(({ email }) => ({
    key: email,
    text: email,
    to: paths.catalog,
    search: { owners: [email] },
  })),
]

const waysToGroups = ({ groups }: EntitySummary): Way[] =>
  groups.map(group => ({ key: group, text: group, to: paths.catalog, search: { groups: [group] } }))

const none = (
  <Text span c="dimmed">
    None
  </Text>
)

const Ways = ({ to: ways }: { to: readonly Way[] }) =>
  ways.length === 0
    ? none
    : ways.map(({ key, text, ...way }, place) => (
        <Fragment key={key}>
          {place > 0 && ', '}
          <TextLink {...way}>{text}</TextLink>
        </Fragment>
      ))

export const ENTITY_COLUMNS: readonly Column<EntitySummary>[] = [
  {
    key: 'tag',
    header: 'Name',
    width: '32%',
    cell: entity => (
      <>
        <Group gap="0 8px">
          <RowLink to={paths.entity(entity.tag)}>{entity.name}</RowLink>
          {entity.isArchived && <StateLabel tone="warning">Archived</StateLabel>}
          {entity.violatesSchema && <StateLabel tone="warning">Schema not satisfied</StateLabel>}
        </Group>
        <Text className="mono" c="dimmed">
          {entity.tag}
        </Text>
      </>
    ),
  },
  { key: 'type', header: 'Type', cell: ({ type }) => type, nowrap: true },
  { key: 'owners', header: 'Owners', cell: entity => <Ways to={waysToOwners(entity)} /> },
  { key: 'groups', header: 'Groups', cell: entity => <Ways to={waysToGroups(entity)} /> },
  {
    key: 'lastUpdated',
    header: 'Updated',
    cell: ({ lastUpdated }) => <Instant at={lastUpdated} />,
    nowrap: true,
  },
]
