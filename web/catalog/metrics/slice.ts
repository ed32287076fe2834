import { lazyRouteComponent } from '@tanstack/react-router'
import type { Slice } from '../../core/layout/slice.ts'
import { useHasMetrics } from './has-metrics.ts'

export const metrics: Slice = {
  name: 'metrics',
  entityTabs: [
    {
      name: 'data',
      part: 'metrics',
      label: 'Data',
      content: lazyRouteComponent(() => import('./entity-metrics.tsx'), 'EntityMetrics'),
      useFilled: useHasMetrics,
    },
  ],
  objects: { CUSTOM_METRIC: 'Custom metric' },
}
