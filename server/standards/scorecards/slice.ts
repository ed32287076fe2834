import type { Slice } from '../../core/slices/slice.ts'
import { scorecardRoutes } from './routes.ts'
import { scorecardDocuments, scorecardNames } from './standing.ts'

export const scorecards: Slice = {
  name: 'scorecards',
  routes: scorecardRoutes,
  standing: [scorecardDocuments, scorecardNames],
}
