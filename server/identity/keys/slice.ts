import type { Slice } from '../../core/slices/slice.ts'
import { keyRoutes } from './routes.ts'

export const keys: Slice = {
  name: 'keys',
  routes: keyRoutes,
}
