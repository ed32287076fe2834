import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getMyTokenPolicy } from '../../../contract/identity/policy.ts'
import { ask } from '../../core/api/queries.ts'

/** What the workspace allows of my tokens; undefined until it is known. The latest day is one of that zone's calendar. */
export const useMyPolicy = (timeZone: string) =>
  useQuery({ ...ask(getMyTokenPolicy, { query: { timeZone } }), placeholderData: keepPreviousData }).data
