import type { Slice } from '../../core/slices/slice.ts'
import { tokenAdminRoutes } from './admin-routes.ts'
import { possessionRoutes } from './possession-routes.ts'
import { rotationRoutes } from './rotation-routes.ts'
import { tokenRoutes } from './routes.ts'
import { selfRoutes } from './self-routes.ts'

export const tokens: Slice = {
  name: 'tokens',
  routes: [...tokenRoutes, ...tokenAdminRoutes, ...selfRoutes, ...rotationRoutes, ...possessionRoutes],
}
