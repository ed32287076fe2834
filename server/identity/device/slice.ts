import type { Slice } from '../../core/slices/slice.ts'
import { removeOldCodes } from './device.ts'
import { deviceLimitsOf } from './limits.ts'
import { deviceRoutes } from './routes.ts'

export const device: Slice = {
  name: 'device',
  routes: deviceRoutes,
  services: () => ({ deviceLimits: deviceLimitsOf() }),
  cleanUp: [removeOldCodes],
}
