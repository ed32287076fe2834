import { IconHome } from '@tabler/icons-react'
import { lazyRouteComponent } from '@tanstack/react-router'
import { paths } from '../../core/layout/paths.ts'
import type { Slice } from '../../core/layout/slice.ts'

export const home: Slice = {
  name: 'home',
  pages: [
    {
      at: [paths.home],
      frame: 'app',
      load: lazyRouteComponent(() => import('./home-page.tsx'), 'HomePage'),
    },
  ],
  actions: [
    {
      label: 'Create token',
      to: paths.myTokens,
      // fills the dialog, and so opens it
      search: { days: 90 },
      also: 'new access personal pat',
    },
  ],
  finders: [{ title: 'My access tokens', load: async () => (await import('./find-tokens.ts')).findTokens }],
  sidebar: [{ label: 'Home', to: paths.home, icon: IconHome }],
}
