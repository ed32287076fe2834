import { lazyRouteComponent } from '@tanstack/react-router'
import type { Slice } from '../../core/layout/slice.ts'

export const customData: Slice = {
  name: 'custom-data',
  entityTabs: [
    {
      name: 'data',
      label: 'Data',
      content: lazyRouteComponent(() => import('./data-tab.tsx'), 'DataTab'),
      useFilled: ({ metadata }) => metadata.length > 0,
    },
  ],
}
