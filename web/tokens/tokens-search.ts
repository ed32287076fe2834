import { choiceParam, numberParam, pageParam, type RawSearch, textParam } from '../search-params.ts'

/** `?name=&description=&days=` opens the dialog filled; the others are the list's filters. */
export const myTokensSearch = (raw: RawSearch) => ({
  name: textParam(raw.name),
  description: textParam(raw.description),
  days: numberParam(raw.days),
  state: choiceParam(raw.state, ['ended', 'all']),
  page: pageParam(raw.page),
})

export const personalTokensSearch = (raw: RawSearch) => ({
  query: textParam(raw.query),
  state: choiceParam(raw.state, ['ended', 'all']),
  page: pageParam(raw.page),
})
