import type { Slice } from '../../core/slices/slice.ts'
import { roleRoutes } from './routes.ts'

export const roles: Slice = {
  name: 'roles',
  routes: ({ config }) => roleRoutes({ mapped: new Set([...(config.oidc?.groupRoles.values() ?? [])].flat()) }),
}
