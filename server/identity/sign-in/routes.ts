/** Everything about signing in and being signed in. */
import type { Route } from '../../core/http/mount.ts'
import { identityRoutes } from './identity-routes.ts'
import { linkRoutes } from './link-routes.ts'
import { meRoutes } from './me-routes.ts'
import { passwordRoutes } from './password-routes.ts'
import { providerRoutes } from './provider-routes.ts'
import { signInRoutes } from './sign-in-routes.ts'
import { userIdentityRoutes } from './user-identity-routes.ts'

export const allSignInRoutes: readonly Route[] = [
  ...signInRoutes,
  ...linkRoutes,
  ...passwordRoutes,
  ...meRoutes,
  ...providerRoutes,
  ...identityRoutes,
  ...userIdentityRoutes,
]
