/** Which entry of a menu a page belongs to. */

import { listParam, type RawSearch } from '../core/layout/search-params.ts'
import type { Entry } from '../core/layout/slice.ts'

type At = { readonly pathname: string; readonly search: RawSearch }

const isBelow = (pathname: string, path: string | undefined) =>
  path !== undefined && (pathname === path || (path !== '/' && pathname.startsWith(`${path}/`)))

/** Whether the address has exactly the filters that the entry sets, of those that it sets. */
const hasFilters = (wanted: RawSearch, { search }: At) =>
  Object.entries(wanted).every(([name, value]) => listParam(search[name]).join('\n') === listParam(value).join('\n'))

/** An entry with filters is current where they are set, before the same page without them. */
export const currentEntry = <One extends Entry>(entries: readonly One[], at: At): One | undefined => {
  const here = entries.filter(({ to, alsoAt }) => isBelow(at.pathname, to) || isBelow(at.pathname, alsoAt))
  const filtered = here.find(({ to, search }) => search && at.pathname === to && hasFilters(search, at))
  return filtered ?? here.find(({ search }) => !search)
}
