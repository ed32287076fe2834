import { choiceParam, type RawSearch } from '../../core/layout/search-params.ts'
import { ENTITY_TABS } from '../../core/layout/slice.ts'

/** Of an entity's page. What else is in the address belongs to the open tab. */
export const entitySearch = (raw: RawSearch) => {
  const tab = choiceParam(raw.tab, ENTITY_TABS)
  return { ...raw, tab: tab === 'overview' ? undefined : tab }
}
