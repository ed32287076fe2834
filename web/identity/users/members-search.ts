import { USER_SORTS } from '../../../contract/identity/users.ts'
import {
  choiceParam,
  flagParam,
  pageParam,
  type RawSearch,
  sortParams,
  textParam,
} from '../../core/layout/search-params.ts'

export const membersSearch = (raw: RawSearch) => ({
  query: textParam(raw.query),
  state: choiceParam(raw.state, ['ACTIVE', 'INVITED', 'DEACTIVATED']),
  ...sortParams(raw, USER_SORTS),
  invite: flagParam(raw.invite),
  page: pageParam(raw.page),
})
