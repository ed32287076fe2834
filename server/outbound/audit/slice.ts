import type { Slice } from '../../core/slices/slice.ts'
import { auditRoutes } from './routes.ts'

export const audit: Slice = {
  name: 'audit',
  routes: auditRoutes,
}
