/** Domains as a tree, or search results. */
import { upsertEntity } from '../../../contract/catalog/catalog.ts'
import { ButtonLink } from '../../core/layout/links.tsx'
import { paths } from '../../core/layout/paths.ts'
import { useFilters } from '../../core/layout/use-filters.ts'
import { SearchField } from '../../core/ui/search-field.tsx'
import { abilityFor, useMe } from '../../identity/sessions/me.ts'
import { DomainList } from './domain-list.tsx'
import { DomainTree } from './domain-tree.tsx'
import { domainsSearch } from './domains-search.ts'

export const DomainsPage = () => {
  const me = useMe()
  const [filters, setFilters] = useFilters(domainsSearch)
  const frame = {
    title: 'Domains',
    intro: 'The hierarchy of your domains, and the number of entities in each.',
    docs: 'catalog',
    action: abilityFor(me, upsertEntity).allowed && <ButtonLink to={paths.newEntity}>Add an entity</ButtonLink>,
    filters: (
      <SearchField
        label="Search domains"
        value={filters.query}
        onSearch={query => setFilters({ query }, { replace: true })}
      />
    ),
  }
  if (filters.query === undefined) return <DomainTree frame={frame} />
  return <DomainList frame={frame} filters={filters} onChange={setFilters} />
}
