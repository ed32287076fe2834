import { lazyRouteComponent } from '@tanstack/react-router'
import { paths } from '../../core/layout/paths.ts'
import type { Slice } from '../../core/layout/slice.ts'

export const access: Slice = {
  name: 'access',
  pages: [
    {
      at: [paths.permissions],
      frame: 'settings',
      load: lazyRouteComponent(() => import('./my-permissions-page.tsx'), 'MyPermissionsPage'),
    },
  ],
  settings: [{ section: 'Preferences', label: 'My permissions', to: paths.permissions }],
}
