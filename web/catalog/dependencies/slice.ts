import { lazyRouteComponent } from '@tanstack/react-router'
import type { Slice } from '../../core/layout/slice.ts'
import { useHasDependencies } from './has-dependencies.ts'

export const dependencies: Slice = {
  name: 'dependencies',
  entityTabs: [
    {
      name: 'dependencies',
      label: 'Dependencies',
      content: lazyRouteComponent(() => import('./dependencies-tab.tsx'), 'DependenciesTab'),
      useFilled: useHasDependencies,
    },
  ],
}
