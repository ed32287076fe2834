import { forgetRefusalKeys } from '../changes/gathered.ts'
import { healthRoutes } from '../http/health.ts'
import { displayedNames } from '../names/standing.ts'
import { instantsCheck } from '../standing/instants.ts'
import type { Slice } from './slice.ts'

/** What the infrastructure itself has of what slices have. */
export const core: Slice = {
  name: 'core',
  routes: ({ database, isStopping, document }) => healthRoutes(database, isStopping, document),
  standing: [instantsCheck, displayedNames],
  cleanUp: [forgetRefusalKeys],
}
