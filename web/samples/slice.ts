import { lazyRouteComponent } from '@tanstack/react-router'
import { getSamples } from '../../contract/samples/samples.ts'
import { paths } from '../core/layout/paths.ts'
import type { Slice } from '../core/layout/slice.ts'
import { samplesSearch } from './samples-search.ts'

export const samples: Slice = {
  name: 'samples',
  pages: [
    {
      at: [paths.samples],
      frame: 'settings',
      load: lazyRouteComponent(() => import('./samples-page.tsx'), 'SamplesPage'),
      search: samplesSearch,
    },
  ],
  settings: [{ section: 'Workspace', label: 'Sample catalog', to: paths.samples, lists: getSamples }],
  objects: { SAMPLES: 'Sample catalog' },
  pagesOf: { SAMPLES: () => ({ to: paths.samples }) },
  done: { SAMPLES: { CREATE: 'Loaded sample catalog', DELETE: 'Removed sample catalog' } },
}
