import { choiceParam, flagParam, pageParam, type RawSearch, textParam } from '../../core/layout/search-params.ts'

export const membersSearch = (raw: RawSearch) => ({
  query: textParam(raw.query),
  state: choiceParam(raw.state, ['ACTIVE', 'INVITED', 'DEACTIVATED']),
  invite: flagParam(raw.invite),
  page: pageParam(raw.page),
})
