import { TOKEN_SORTS } from '../../../contract/identity/token-filters.ts'
import {
  choiceParam,
  numberParam,
  pageParam,
  type RawSearch,
  sortParams,
  textParam,
} from '../../core/layout/search-params.ts'

export type Attention = (typeof ATTENTION)[number]

const ATTENTION = ['expiring', 'unused', 'refused', 'rotating'] as const

/** What both lists of tokens can be narrowed to and sorted by. */
const listSearch = (raw: RawSearch) => ({
  query: textParam(raw.query),
  state: choiceParam(raw.state, ['active', 'ended', 'all']),
  attention: choiceParam(raw.attention, ATTENTION),
  ...sortParams(raw, TOKEN_SORTS),
  page: pageParam(raw.page),
})

/** `?name=&description=&days=` opens the dialog filled, `?like=` filled as that token is; the others are the list's filters. */
export const myTokensSearch = (raw: RawSearch) => ({
  name: textParam(raw.name),
  description: textParam(raw.description),
  days: numberParam(raw.days),
  like: textParam(raw.like),
  ...listSearch(raw),
})

const dayParam = (value: unknown) => {
  const text = textParam(value)
  return text !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : undefined
}

export const personalTokensSearch = (raw: RawSearch) => ({
  ...listSearch(raw),
  used: choiceParam(raw.used, ['never', 'unused-30', 'unused-90']),
  expiry: choiceParam(raw.expiry, ['within-7', 'within-30', 'none']),
  access: choiceParam(raw.access, ['read-only', 'changes']),
  createdAfter: dayParam(raw.createdAfter),
  createdBefore: dayParam(raw.createdBefore),
})
