import { COUNTED_BY, ENTITY_SORTS } from '../../../contract/catalog/catalog.ts'
import { CATALOG_COLUMNS, type ViewShows } from '../../../contract/catalog/views.ts'
import {
  choiceParam,
  flagParam,
  listParam,
  pageParam,
  type RawSearch,
  sortParams,
  textParam,
} from '../../core/layout/search-params.ts'

export type CatalogColumn = (typeof CATALOG_COLUMNS)[number]

/** The default columns. */
export const FIRST_COLUMNS: readonly CatalogColumn[] = ['type', 'owners', 'groups', 'lastUpdated']

const isColumn = (text: string): text is CatalogColumn => CATALOG_COLUMNS.some(column => column === text)

/** The filters of the list, as its operation and the counts take them. */
const filtersOf = (raw: RawSearch) => ({
  query: textParam(raw.query),
  types: listParam(raw.types),
  groups: listParam(raw.groups),
  owners: listParam(raw.owners),
  unowned: flagParam(raw.unowned),
  ungrouped: flagParam(raw.ungrouped),
  violatesSchema: flagParam(raw.violatesSchema),
  includeArchived: flagParam(raw.includeArchived),
})

export const catalogSearch = (raw: RawSearch) => ({
  /** A saved view, or `all` for none, even if there is a default view. */
  view: textParam(raw.view),
  ...filtersOf(raw),
  ...sortParams(raw, ENTITY_SORTS),
  columns: [...new Set(listParam(raw.columns))].filter(isColumn),
  groupBy: choiceParam(raw.groupBy, COUNTED_BY),
  /** Open groups. */
  open: listParam(raw.open),
  page: pageParam(raw.page),
})

export type CatalogSearch = ReturnType<typeof catalogSearch>

export const askedOf = (search: CatalogSearch) => filtersOf(search)

/** The part that a view stores. */
export const showsOf = (search: CatalogSearch): ViewShows => {
  const { sort, order, columns, groupBy } = search
  const all = { ...filtersOf(search), sort, order, columns, groupBy }
  return Object.fromEntries(
    Object.entries(all).filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0)),
  )
}

export const isFiltered = (search: CatalogSearch) => {
  const { query, types, groups, owners, unowned, ungrouped, violatesSchema } = search
  return Boolean(query ?? unowned ?? ungrouped ?? violatesSchema) || types.length + groups.length + owners.length > 0
}

/** Whether the address has no parameters: the catalog then opens with the default view. */
export const isBare = (search: CatalogSearch) =>
  search.view === undefined && search.page === undefined && Object.keys(showsOf(search)).length === 0
