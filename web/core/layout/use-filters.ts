/** Reading and changing the address of the page one is on. */
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { type RawSearch, tableParams } from './search-params.ts'

/**
 * The filters in the address bar and a function that changes some of them; changing one goes back to the first page.
 * @param read the slice's own reader of the search, e.g. `catalogSearch`
 */
export const useFilters = <Filters extends RawSearch>(read: (raw: RawSearch) => Filters) => {
  const raw: RawSearch = useSearch({ strict: false })
  const navigate = useNavigate()
  const filters = read(raw)
  const setFilters = (change: Partial<Filters>, { replace = false }: { replace?: boolean } = {}) =>
    void navigate({ to: '.', search: { ...tableParams(raw), ...filters, page: undefined, ...change }, replace })
  return [filters, setFilters] as const
}

/** The tag in the path, `/catalog/$tag`. */
export const useTag = (): string => {
  const params: Record<string, string | undefined> = useParams({ strict: false })
  return params.tag ?? ''
}
