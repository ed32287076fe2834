/** The filter of both lists of tokens; what is active needs no word in the address. */
import type { PersonalToken } from '../../../contract/identity/tokens.ts'
import { choiceParam } from '../../core/layout/search-params.ts'

export const TOKEN_STATES = [
  { value: 'active', label: 'Active' },
  { value: 'ended', label: 'Revoked and expired' },
  { value: 'all', label: 'All' },
]

/** It never works again. */
export const isOver = ({ state }: Pick<PersonalToken, 'state'>) => state === 'REVOKED' || state === 'EXPIRED'

/** As it appears in the address. */
export const tokenState = (value: string) => choiceParam(value, ['ended', 'all'])
