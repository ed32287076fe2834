import { choiceParam, type RawSearch } from '../../core/layout/search-params.ts'

export const VIEWS = ['picture', 'list'] as const
export const DEPTHS = ['1', '2', '3'] as const

/** Of the tab: what else is in the address belongs to the page. */
export const dependenciesSearch = (raw: RawSearch) => {
  return {
    ...raw,
    /** Without it, the list on a narrow screen and the picture on others. */
    view: choiceParam(raw.view, VIEWS),
    /** Two steps without it. */
    depth: choiceParam(raw.depth, DEPTHS),
  }
}
