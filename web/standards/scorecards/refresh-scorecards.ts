import type { QueryClient } from '@tanstack/react-query'
import { getScorecard, getScorecardDescriptor, listScorecards } from '../../../contract/standards/scorecards.ts'
import { refresh } from '../../core/api/queries.ts'

/** Asks again for what is old once a Scorecard was written. */
export const refreshScorecards = (client: QueryClient) =>
  refresh(client, [listScorecards, getScorecard, getScorecardDescriptor])
