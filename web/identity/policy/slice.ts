import { lazyRouteComponent } from '@tanstack/react-router'
import { getTokenPolicy } from '../../../contract/identity/policy.ts'
import { paths } from '../../core/layout/paths.ts'
import type { Slice } from '../../core/layout/slice.ts'

export const policy: Slice = {
  name: 'policy',
  pages: [
    {
      at: [paths.tokenPolicy],
      frame: 'settings',
      load: lazyRouteComponent(() => import('./policy-page.tsx'), 'PolicyPage'),
    },
  ],
  settings: [{ section: 'Security', label: 'Token policy', to: paths.tokenPolicy, lists: getTokenPolicy }],
  objects: { TOKEN_POLICY: 'Token policy', SETTING: 'Setting' },
  pagesOf: { TOKEN_POLICY: () => ({ to: paths.tokenPolicy }) },
}
