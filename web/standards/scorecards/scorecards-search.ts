import { flagParam, pageParam, type RawSearch, textParam } from '../../core/layout/search-params.ts'

export const scorecardsSearch = (raw: RawSearch) => ({
  query: textParam(raw.query),
  showDrafts: flagParam(raw.showDrafts),
  page: pageParam(raw.page),
})
