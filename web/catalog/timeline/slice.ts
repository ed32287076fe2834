import { lazyRouteComponent } from '@tanstack/react-router'
import type { Slice } from '../../core/layout/slice.ts'
import { useHasActivity } from './has-activity.ts'

export const timeline: Slice = {
  name: 'timeline',
  entityTabs: [
    {
      name: 'activity',
      label: 'Activity',
      content: lazyRouteComponent(() => import('./activity-tab.tsx'), 'ActivityTab'),
      useFilled: useHasActivity,
    },
  ],
}
