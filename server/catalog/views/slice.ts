import type { Slice } from '../../core/slices/slice.ts'
import { viewRoutes } from './routes.ts'

export const views: Slice = { name: 'views', routes: viewRoutes }
