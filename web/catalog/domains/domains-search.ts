import { pageParam, type RawSearch, textParam } from '../../core/layout/search-params.ts'

export const domainsSearch = (raw: RawSearch) => ({
  /** The tree without it. */
  query: textParam(raw.query),
  page: pageParam(raw.page),
})
export type DomainFilters = ReturnType<typeof domainsSearch>
