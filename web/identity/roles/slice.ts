import { lazyRouteComponent } from '@tanstack/react-router'
import { listRoles } from '../../../contract/identity/roles.ts'
import { paths } from '../../core/layout/paths.ts'
import type { Slice } from '../../core/layout/slice.ts'

export const roles: Slice = {
  name: 'roles',
  pages: [
    {
      at: [paths.roles],
      frame: 'settings',
      load: lazyRouteComponent(() => import('./roles-page.tsx'), 'RolesPage'),
    },
  ],
  settings: [{ section: 'Workspace', label: 'Roles', to: paths.roles, lists: listRoles }],
  objects: { ROLE: 'Role' },
  pagesOf: { ROLE: () => ({ to: paths.roles }) },
}
