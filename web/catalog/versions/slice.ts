import { lazyRouteComponent } from '@tanstack/react-router'
import type { Slice } from '../../core/layout/slice.ts'

export const versions: Slice = {
  name: 'versions',
  entityTabs: [
    {
      name: 'history',
      label: 'History',
      content: lazyRouteComponent(() => import('./history-tab.tsx'), 'HistoryTab'),
    },
  ],
}
