import type { Slice } from '../../core/slices/slice.ts'
import { roleRoutes } from './routes.ts'

export const roles: Slice = {
  name: 'roles',
  routes: roleRoutes,
}
