import { IconBell } from '@tabler/icons-react'
import { lazyRouteComponent } from '@tanstack/react-router'
import { paths } from '../../core/layout/paths.ts'
import type { Slice } from '../../core/layout/slice.ts'
import { NoticeCount } from './notice-count.tsx'

export const notices: Slice = {
  name: 'notices',
  pages: [
    {
      at: [paths.notices],
      frame: 'app',
      load: lazyRouteComponent(() => import('./notices-page.tsx'), 'NoticesPage'),
    },
  ],
  sidebar: [{ label: 'Notices', to: paths.notices, icon: IconBell, trailing: NoticeCount }],
}
