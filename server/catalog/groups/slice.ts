import type { Slice } from '../../core/slices/slice.ts'
import { groupRoutes } from './routes.ts'

export const groups: Slice = { name: 'groups', routes: groupRoutes }
