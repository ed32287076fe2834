import type { Slice } from '../../core/slices/slice.ts'
import { userIdentityRoutes } from './member-identity-routes.ts'
import { resetMailJobs } from './reset-mail.ts'
import { sessionRoutes } from './routes.ts'

export const signIn: Slice = {
  name: 'sign-in',
  routes: services => [...sessionRoutes(services), ...userIdentityRoutes],
  background: services => ({ handlers: resetMailJobs(services) }),
}
