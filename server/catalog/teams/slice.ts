import type { Slice } from '../../core/slices/slice.ts'
import { departmentRoutes } from './departments.ts'
import { hierarchyRoutes } from './hierarchy-routes.ts'
import { teamRoutes } from './routes.ts'

export const teams: Slice = {
  name: 'teams',
  routes: [...teamRoutes, ...hierarchyRoutes, ...departmentRoutes],
  longReads: [
    new URL('./list.ts', import.meta.url),
    new URL('./hierarchy.ts', import.meta.url),
    new URL('./tree.ts', import.meta.url),
  ],
}
