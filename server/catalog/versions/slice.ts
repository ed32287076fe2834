import type { Slice } from '../../core/slices/slice.ts'
import { keepVersions } from './keep.ts'
import { pruneSome } from './prune.ts'
import { versionRoutes } from './routes.ts'

export const versions: Slice = {
  name: 'versions',
  routes: versionRoutes,
  subscribers: { descriptors: keepVersions },
  forgetSome: [pruneSome],
}
