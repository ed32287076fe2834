import type { Slice } from '../../core/slices/slice.ts'
import { resetMailJobs } from './reset-mail.ts'
import { allSignInRoutes } from './routes.ts'

export const signIn: Slice = {
  name: 'sign-in',
  routes: allSignInRoutes,
  background: services => ({ handlers: resetMailJobs(services) }),
}
