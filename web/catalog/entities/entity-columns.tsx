import { Group, Text } from '@mantine/core'
import { Fragment } from 'react'
import type { EntitySummary } from '../../../contract/catalog/entities.ts'
import type { Column } from '../../core/layout/data-table.tsx'
import { RowLink, TextLink } from '../../core/layout/links.tsx'
import { paths } from '../../core/layout/paths.ts'
import type { RawSearch } from '../../core/layout/search-params.ts'
import { Instant } from '../../core/ui/instant.tsx'
import { StateLabel } from '../../core/ui/state-label.tsx'
import { TypeName } from '../types/type-glyph.tsx'
import { type CatalogColumn, FIRST_COLUMNS } from './catalog-search.ts'
import { OutwardLink } from './outward-link.tsx'

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

const waysToParents = ({ hierarchy }: EntitySummary): Way[] =>
  hierarchy.parents.map(({ tag, name }) => ({ key: tag, text: name, to: paths.entity(tag) }))

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

const Links = ({ links }: Pick<EntitySummary, 'links'>) =>
  links.length === 0
    ? none
    : links.map(({ name, type, url }, place) => (
        <Fragment key={`${type} ${name} ${url}`}>
          {place > 0 && ', '}
          <OutwardLink url={url}>{name}</OutwardLink>
        </Fragment>
      ))

/** With the tag below it, unless that has a column of its own. */
const nameColumn = (withTag: boolean): Column<EntitySummary> => ({
  key: 'name',
  header: 'Name',
  width: '32%',
  cell: entity => (
    <>
      <Group gap="0 8px">
        <RowLink to={paths.entity(entity.tag)}>{entity.name}</RowLink>
        {entity.isArchived && <StateLabel tone="warning">Archived</StateLabel>}
        {entity.violatesSchema && <StateLabel tone="warning">Schema not satisfied</StateLabel>}
      </Group>
      {withTag && (
        <Text className="mono" c="dimmed">
          {entity.tag}
        </Text>
      )}
    </>
  ),
})

const COLUMNS: Readonly<Record<CatalogColumn, Omit<Column<EntitySummary>, 'key'>>> = {
  tag: { header: 'Tag', cell: ({ tag }) => tag, mono: true },
  type: { header: 'Type', cell: ({ type }) => <TypeName type={type} />, nowrap: true },
  owners: { header: 'Owners', cell: entity => <Ways to={waysToOwners(entity)} /> },
  groups: { header: 'Groups', cell: entity => <Ways to={waysToGroups(entity)} /> },
  links: { header: 'Links', cell: ({ links }) => <Links links={links} /> },
  repository: {
    header: 'Repository',
    cell: ({ git }) => (git ? <OutwardLink url={git.repositoryUrl}>{git.repository}</OutwardLink> : none),
  },
  parents: { header: 'Parents', cell: entity => <Ways to={waysToParents(entity)} /> },
  description: {
    header: 'Description',
    cell: ({ description }) => (description ? <Text lineClamp={2}>{description}</Text> : none),
  },
  lastUpdated: { header: 'Updated', cell: ({ lastUpdated }) => <Instant at={lastUpdated} />, nowrap: true },
}

export const COLUMN_NAMES: Readonly<Record<CatalogColumn, string>> = {
  tag: 'Tag',
  type: 'Type',
  owners: 'Owners',
  groups: 'Groups',
  links: 'Links',
  repository: 'Repository',
  parents: 'Parents',
  description: 'Description',
  lastUpdated: 'Updated',
}

const orFirst = (chosen: readonly CatalogColumn[]) => (chosen.length > 0 ? chosen : FIRST_COLUMNS)

/** The name, and what was chosen besides; by default, if nothing was. */
export const columnsOf = (chosen: readonly CatalogColumn[]): Column<EntitySummary>[] => {
  const keys = orFirst(chosen)
  return [nameColumn(!keys.includes('tag')), ...keys.map(key => ({ key, ...COLUMNS[key] }))]
}

/** What the list has to answer for them. */
export const withColumns = (chosen: readonly CatalogColumn[]) => {
  const keys = orFirst(chosen)
  return {
    includeOwners: keys.includes('owners') || undefined,
    includeLinks: keys.includes('links') || undefined,
    hierarchyDepth: keys.includes('parents') ? '1' : '0',
  }
}
