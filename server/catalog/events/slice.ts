import type { Slice } from '../../core/slices/slice.ts'
import { KEPT_MS } from '../reported/reported.ts'
import { eventRoutes } from './routes.ts'

export const events: Slice = {
  name: 'events',
  routes: eventRoutes,
  longReads: [new URL('./list.ts', import.meta.url)],
  forget: [{ table: 'custom_events', key: 'uuid', column: 'reported_at', keptMs: KEPT_MS }],
}
