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
  sidebar: [{ label: 'Home', to: paths.home, icon: IconHome }],
}
