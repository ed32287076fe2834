import type { Slice } from '../../core/slices/slice.ts'
import { leakedRoutes } from './leaked.ts'
import { narrowRoutes } from './narrow-routes.ts'
import { forgetOldActivity } from './read.ts'
import { activityRoutes } from './routes.ts'

export const activity: Slice = {
  name: 'activity',
  routes: [...activityRoutes, ...leakedRoutes, ...narrowRoutes],
  cleanUp: [forgetOldActivity],
}
