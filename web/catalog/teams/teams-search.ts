import { ENTITY_SORTS } from '../../../contract/catalog/catalog.ts'
import {
  choiceParam,
  flagParam,
  pageParam,
  type RawSearch,
  sortParams,
  textParam,
} from '../../core/layout/search-params.ts'

export const teamsSearch = (raw: RawSearch) => ({
  query: textParam(raw.query),
  /** The tree without it. */
  view: choiceParam(raw.view, ['list']),
  /** The dialog is open. */
  add: flagParam(raw.add),
  ...sortParams(raw, ENTITY_SORTS),
  page: pageParam(raw.page),
})
export type TeamFilters = ReturnType<typeof teamsSearch>
