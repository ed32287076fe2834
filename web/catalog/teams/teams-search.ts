import { choiceParam, flagParam, pageParam, type RawSearch, textParam } from '../../core/layout/search-params.ts'

export const teamsSearch = (raw: RawSearch) => ({
  query: textParam(raw.query),
  /** The tree without it. */
  view: choiceParam(raw.view, ['list']),
  /** The dialog is open. */
  add: flagParam(raw.add),
  sort: choiceParam(raw.sort, ['tag', 'lastUpdated']),
  order: choiceParam(raw.order, ['asc', 'desc']),
  page: pageParam(raw.page),
})
export type TeamFilters = ReturnType<typeof teamsSearch>
