import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { listEntities, upsertEntity } from '../../../contract/catalog/catalog.ts'
import { ask } from '../../core/api/queries.ts'
import { Loaded } from '../../core/layout/loaded.tsx'
import { paths } from '../../core/layout/paths.ts'
import { useFilters } from '../../core/layout/use-filters.ts'
import { Page } from '../../core/ui/page.tsx'
import { Pager } from '../../core/ui/pager.tsx'
import { abilityFor, useMe } from '../../identity/sessions/me.ts'
import { AddButton } from './add-button.tsx'
import { CatalogFilters } from './catalog-filters.tsx'
import { catalogSearch } from './catalog-search.ts'
import { EmptyCatalog, NoMatches } from './empty-catalog.tsx'
import { EntityTable } from './entity-table.tsx'

const PAGE_SIZE = 50

const NO_FILTERS = { query: undefined, types: [], groups: [], owners: [], includeArchived: undefined }

export const CatalogPage = () => {
  const me = useMe()
  const [filters, setFilters] = useFilters(catalogSearch)
  const { page = 0, ...asked } = filters
  const query = useQuery({
    ...ask(listEntities, { query: { ...asked, page, pageSize: PAGE_SIZE, includeOwners: true, hierarchyDepth: '0' } }),
    placeholderData: keepPreviousData,
  })
  const { query: words, types, groups, owners } = asked
  const isFiltered = words !== undefined || types.length + groups.length + owners.length > 0
  const add = (
    <AddButton to={paths.newEntity} ability={abilityFor(me, upsertEntity)}>
      Add an entity
    </AddButton>
  )
  return (
    <Page title="Catalog" intro="What there is, and who owns it." docs="catalog" width="wide" action={add}>
      <CatalogFilters filters={filters} onChange={setFilters} />
      <Loaded query={query}>
        {({ entities, total }) => (
          <>
            <EntityTable
              entities={entities}
              empty={
                page > 0 && total > 0 ? undefined : isFiltered ? (
                  <NoMatches onClear={() => setFilters(NO_FILTERS)} />
                ) : (
                  <EmptyCatalog add={add} />
                )
              }
            />
            <Pager
              page={page}
              pageSize={PAGE_SIZE}
              total={total}
              noun="entities"
              onPage={next => setFilters({ page: next || undefined })}
            />
          </>
        )}
      </Loaded>
    </Page>
  )
}
