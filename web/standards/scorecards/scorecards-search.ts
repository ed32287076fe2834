import { SCORECARD_SORTS } from '../../../contract/standards/scorecards.ts'
import { flagParam, pageParam, type RawSearch, sortParams, textParam } from '../../core/layout/search-params.ts'

export const scorecardsSearch = (raw: RawSearch) => ({
  query: textParam(raw.query),
  showDrafts: flagParam(raw.showDrafts),
  ...sortParams(raw, SCORECARD_SORTS),
  page: pageParam(raw.page),
})
