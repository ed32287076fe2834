import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type ComponentProps, useEffect } from 'react'
import {
  countEntities,
  ENTITY_SORTS,
  listEntities,
  MOST_RANKED,
  upsertEntity,
} from '../../../contract/catalog/catalog.ts'
import { AddButton } from '../../core/layout/add-button.tsx'
import { ListPage, PAGE_SIZE } from '../../core/layout/list-page.tsx'
import { paths } from '../../core/layout/paths.ts'
import { useFilters } from '../../core/layout/use-filters.ts'
import { Loading } from '../../core/ui/loading.tsx'
import { Page } from '../../core/ui/page.tsx'
import { abilityFor, useMe } from '../../identity/sessions/me.ts'
import { savedViews } from '../views/saved-views.ts'
import { searchOfAll, searchOfView } from '../views/search-of-view.ts'
import { ViewsBar } from '../views/views-bar.tsx'
import { CatalogFilters } from './catalog-filters.tsx'
import { CatalogGroups } from './catalog-groups.tsx'
import { askedOf, type CatalogSearch, catalogSearch, isBare, isFiltered, showsOf } from './catalog-search.ts'
import { EmptyCatalog } from './empty-catalog.tsx'
import { columnsOf, withColumns } from './entity-columns.tsx'
import { LeftOutTeams } from './left-out-teams.tsx'
import { SampleBanner } from './sample-banner.tsx'

const TITLE = 'Catalog'
const INTRO = 'The services, resources and domains that your teams run, and who owns them.'

/** The sorts that the table offers, the name first. */
const SORTS = ['name', ...ENTITY_SORTS.filter(sort => sort !== 'name')] as const

type Shared = Omit<ComponentProps<typeof Page>, 'children'> & { noun: readonly [string, string] }

/** Without parameters in the address, the catalog opens with the person's default view. */
export const CatalogPage = () => {
  const [filters] = useFilters(catalogSearch)
  const navigate = useNavigate()
  const { data, isFetched } = useQuery(savedViews)
  const first = isBare(filters) ? data?.views.find(({ isDefault }) => isDefault) : undefined
  useEffect(() => {
    if (first) void navigate({ to: '.', search: searchOfView(first), replace: true })
  }, [first, navigate])
  if (isBare(filters) && (!isFetched || first))
    return (
      <Page title={TITLE} intro={INTRO} docs="catalog" width="wide">
        <Loading lines={10} />
      </Page>
    )
  return <Catalog />
}

const Catalog = () => {
  const me = useMe()
  const [filters, setFilters] = useFilters(catalogSearch)
  const { data } = useQuery(savedViews)
  const add = (
    <AddButton to={paths.newEntity} ability={abilityFor(me, upsertEntity)}>
      Add an entity
    </AddButton>
  )
  const shared = {
    title: TITLE,
    intro: INTRO,
    docs: 'catalog',
    action: add,
    caption: 'Entities',
    noun: ['entity', 'entities'] as const,
    empty: <EmptyCatalog add={add} />,
    filters: <CatalogFilters filters={filters} onChange={setFilters} />,
    isFiltered: isFiltered(filters),
    onClear: () => setFilters(catalogSearch(searchOfAll(data?.views ?? []))),
  } satisfies Shared & Record<string, unknown>
  const bar = <ViewsBar id={filters.view} shows={showsOf(filters)} />
  if (filters.groupBy)
    return (
      <ListPage
        {...shared}
        operation={countEntities}
        input={{ query: { ...askedOf(filters), by: filters.groupBy } }}
        rows={({ counts }) => counts}
        columns={[]}
        rowKey={({ value }) => value}
        above={bar}
        body={answer => <CatalogGroups {...answer} filters={filters} onOpen={open => setFilters({ open })} />}
      />
    )
  return <EntityList shared={shared} bar={bar} filters={filters} onPage={page => setFilters({ page })} />
}

type ListProps = {
  shared: Shared & { empty: React.ReactNode }
  bar: React.ReactNode
  filters: CatalogSearch
  onPage: (page: number | undefined) => void
}

const EntityList = ({ shared, bar, filters, onPage }: ListProps) => {
  const { page = 0, sort = 'name', order, query, types, columns } = filters
  // search results are sorted by relevance
  const sorted = query === undefined ? { sort, order } : {}
  return (
    <ListPage
      {...shared}
      operation={listEntities}
      input={{ query: { ...askedOf(filters), ...sorted, ...withColumns(columns), page, pageSize: PAGE_SIZE } }}
      rows={({ entities }) => entities}
      columns={columnsOf(columns)}
      sorts={query === undefined ? SORTS : []}
      rowKey={({ id }) => id}
      most={query === undefined ? undefined : MOST_RANKED}
      page={page}
      onPage={onPage}
      above={answer => (
        <>
          <SampleBanner rows={answer?.entities} />
          {bar}
        </>
      )}
    >
      {types.length === 0 && <LeftOutTeams />}
    </ListPage>
  )
}
