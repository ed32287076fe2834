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

type LinkItem = { readonly key: string; readonly text: string; readonly to: string; readonly search?: RawSearch }

const ownerLinks = ({ owners }: EntitySummary): LinkItem[] => [
  ...(owners?.teams ?? []).map(({ tag, name }) => ({ key: `team ${tag} ${name}`, text: name, to: paths.entity(tag) })),
  ...(owners?.individuals ?? []).map(({ email }) => ({
    key: email,
    text: email,
    to: paths.catalog,
    search: { owners: [email] },
  })),
]

const groupLinks = ({ groups }: EntitySummary): LinkItem[] =>
  groups.map(group => ({ key: group, text: group, to: paths.catalog, search: { groups: [group] } }))

const parentLinks = ({ hierarchy }: EntitySummary): LinkItem[] =>
  hierarchy.parents.map(({ tag, name }) => ({ key: tag, text: name, to: paths.entity(tag) }))

const none = (
  <Text span c="dimmed">
    None
  </Text>
)

const LinkList = ({ items }: { items: readonly LinkItem[] }) =>
  items.length === 0
    ? none
    : items.map(({ key, text, ...target }, place) => (
        <Fragment key={key}>
          {place > 0 && ', '}
          <TextLink {...target}>{text}</TextLink>
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

/** With the tag below the name, unless the tag has its own column. */
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
  owners: { header: 'Owners', cell: entity => <LinkList items={ownerLinks(entity)} /> },
  groups: { header: 'Groups', cell: entity => <LinkList items={groupLinks(entity)} /> },
  links: { header: 'Links', cell: ({ links }) => <Links links={links} /> },
  repository: {
    header: 'Repository',
    cell: ({ git }) => (git ? <OutwardLink url={git.repositoryUrl}>{git.repository}</OutwardLink> : none),
  },
  parents: { header: 'Parents', cell: entity => <LinkList items={parentLinks(entity)} /> },
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

/** The name, and the selected columns or the default ones. */
export const columnsOf = (chosen: readonly CatalogColumn[]): Column<EntitySummary>[] => {
  const keys = orFirst(chosen)
  return [nameColumn(!keys.includes('tag')), ...keys.map(key => ({ key, ...COLUMNS[key] }))]
}

/** The parameters of the list for these columns. */
export const withColumns = (chosen: readonly CatalogColumn[]) => {
  const keys = orFirst(chosen)
  return {
    includeOwners: keys.includes('owners') || undefined,
    includeLinks: keys.includes('links') || undefined,
    hierarchyDepth: keys.includes('parents') ? '1' : '0',
  }
}
