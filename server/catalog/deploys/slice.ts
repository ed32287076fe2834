import type { Slice } from '../../core/slices/slice.ts'
import { KEPT_MS } from '../reported/reported.ts'
import { deployRoutes } from './routes.ts'

export const deploys: Slice = {
  name: 'deploys',
  routes: deployRoutes,
  longReads: [new URL('./list.ts', import.meta.url)],
  forget: [{ table: 'deploys', key: 'uuid', column: 'reported_at', keptMs: KEPT_MS }],
}
