import type { Slice } from '../../core/slices/slice.ts'
import { userRoutes } from './routes.ts'
import { alikeEmails } from './standing.ts'

export const users: Slice = {
  name: 'users',
  routes: userRoutes,
  standing: [alikeEmails],
}
