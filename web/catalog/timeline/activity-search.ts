import { ACTIVITY_KINDS } from '../../../contract/catalog/timeline.ts'
import { listParam, pageParam, type RawSearch } from '../../core/layout/search-params.ts'

/** Of the tab: what else is in the address belongs to the page. */
export const activitySearch = (raw: RawSearch) => ({
  ...raw,
  kinds: ACTIVITY_KINDS.filter(kind => listParam(raw.kinds).includes(kind)),
  page: pageParam(raw.page),
})
