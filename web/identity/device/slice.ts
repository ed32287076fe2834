import { lazyRouteComponent } from '@tanstack/react-router'
import { paths } from '../../core/layout/paths.ts'
import type { Slice } from '../../core/layout/slice.ts'

export const device: Slice = {
  name: 'device',
  pages: [
    {
      at: [paths.device],
      frame: 'app',
      load: lazyRouteComponent(() => import('./device-page.tsx'), 'DevicePage'),
    },
  ],
}
