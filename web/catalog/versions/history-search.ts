import { choiceParam, numberParam, pageParam, type RawSearch } from '../../core/layout/search-params.ts'

export const VERSION_VIEWS = ['changes', 'lines'] as const
export type VersionView = (typeof VERSION_VIEWS)[number]

/** Of the tab: the open version, what it is compared with, and how it is shown. What else is in the address belongs to the page. */
export const historySearch = (raw: RawSearch) => {
  const view = choiceParam(raw.view, VERSION_VIEWS)
  return {
    ...raw,
    version: numberParam(raw.version) || undefined,
    against: numberParam(raw.against) || undefined,
    view: view === 'changes' ? undefined : view,
    page: pageParam(raw.page),
  }
}
