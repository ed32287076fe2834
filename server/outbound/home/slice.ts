import type { Slice } from '../../core/slices/slice.ts'
import { homeRoutes } from './routes.ts'

export const home: Slice = {
  name: 'home',
  routes: homeRoutes,
  longReads: [new URL('./read.ts', import.meta.url)],
}
