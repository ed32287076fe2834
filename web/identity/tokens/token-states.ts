/** The filter of both lists of tokens; what is active needs no word in the address. */
import type { PersonalToken } from '../../../contract/identity/tokens.ts'
import { choiceParam } from '../../core/layout/search-params.ts'
import type { Attention } from './tokens-search.ts'

export const TOKEN_STATES = [
  { value: 'active', label: 'Active' },
  { value: 'ended', label: 'Revoked and expired' },
  { value: 'all', label: 'All' },
]

/** It never works again. */
export const isOver = ({ state }: Pick<PersonalToken, 'state'>) => state === 'REVOKED' || state === 'EXPIRED'

export type StateFilters = { readonly state?: State | undefined; readonly attention?: Attention | undefined }
type State = 'active' | 'ended' | 'all'

/** Which state is listed where the address says none. */
const usual = ({ attention }: StateFilters): State => (attention === 'refused' ? 'all' : 'active')

export const shownState = (filters: StateFilters): State => filters.state ?? usual(filters)

/** As it appears in the address. */
export const stateInAddress = (value: string, filters: StateFilters) =>
  value === usual(filters) ? undefined : choiceParam(value, ['active', 'ended', 'all'])
