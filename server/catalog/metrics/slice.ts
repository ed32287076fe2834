import type { Slice } from '../../core/slices/slice.ts'
import { KEPT_MS } from '../reported/reported.ts'
import { metricRoutes } from './routes.ts'

export const metrics: Slice = {
  name: 'metrics',
  routes: metricRoutes,
  longReads: ['./list.ts', './definitions.ts', './query.ts'].map(file => new URL(file, import.meta.url)),
  forget: [{ table: 'metric_points', key: 'id', column: 'reported_at', keptMs: KEPT_MS }],
}
