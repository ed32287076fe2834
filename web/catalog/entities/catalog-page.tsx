import { ENTITY_SORTS, listEntities, MOST_RANKED, upsertEntity } from '../../../contract/catalog/catalog.ts'
import { AddButton } from '../../core/layout/add-button.tsx'
import { ListPage, PAGE_SIZE } from '../../core/layout/list-page.tsx'
import { paths } from '../../core/layout/paths.ts'
import { useFilters } from '../../core/layout/use-filters.ts'
import { abilityFor, useMe } from '../../identity/sessions/me.ts'
import { CatalogFilters } from './catalog-filters.tsx'
import { catalogSearch } from './catalog-search.ts'
import { EmptyCatalog } from './empty-catalog.tsx'
import { ENTITY_COLUMNS } from './entity-columns.tsx'
import { LeftOutTeams } from './left-out-teams.tsx'
import { SampleBanner } from './sample-banner.tsx'

export const CatalogPage = () => {
  const me = useMe()
  const [filters, setFilters] = useFilters(catalogSearch)
  const { page = 0, ...asked } = filters
  const { query, types, groups, owners, violatesSchema } = asked
  const add = (
    <AddButton to={paths.newEntity} ability={abilityFor(me, upsertEntity)}>
      Add an entity
    </AddButton>
  )
  return (
    <ListPage
      title="Catalog"
      intro="The services, resources and domains that your teams run, and who owns them."
      docs="catalog"
      action={add}
      operation={listEntities}
      input={{ query: { ...asked, page, pageSize: PAGE_SIZE, includeOwners: true, hierarchyDepth: '0' } }}
      rows={({ entities }) => entities}
      columns={ENTITY_COLUMNS}
      // what is searched for is sorted by how well it matches
      sorts={query === undefined ? ENTITY_SORTS : []}
      rowKey={({ id }) => id}
      caption="Entities"
      most={query === undefined ? undefined : MOST_RANKED}
      noun={['entity', 'entities']}
      empty={<EmptyCatalog add={add} />}
      page={page}
      onPage={page => setFilters({ page })}
      above={answer => <SampleBanner rows={answer?.entities} />}
      filters={<CatalogFilters filters={filters} onChange={setFilters} />}
      isFiltered={query !== undefined || violatesSchema === true || types.length + groups.length + owners.length > 0}
      onClear={() => setFilters(catalogSearch({}))}
    >
      {types.length === 0 && <LeftOutTeams />}
    </ListPage>
  )
}
