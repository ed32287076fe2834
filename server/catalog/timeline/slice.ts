import type { Slice } from '../../core/slices/slice.ts'
import { timelineRoutes } from './routes.ts'

export const timeline: Slice = {
  name: 'timeline',
  routes: timelineRoutes,
  longReads: [new URL('./list.ts', import.meta.url)],
}
