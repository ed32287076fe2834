/** Everything about signing in and being signed in. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Route } from '../../core/http/mount.ts'
import type { Services } from '../../core/services/services.ts'
import { guessingOf } from './guessing.ts'
import { identityRoutes } from './identity-routes.ts'
import { linkRoutes } from './link-routes.ts'
import { meRoutes } from './me-routes.ts'
import type { SessionParts } from './parts.ts'
import { passwordRoutes } from './password-routes.ts'
import { providerOf } from './provider.ts'
import { callbackUrl } from './provider-flow.ts'
import { providerRoutes } from './provider-routes.ts'
import { signInRoutes } from './sign-in-routes.ts'

/** @throws ConfigError when the identity provider's address is not https */
export const sessionRoutes = (services: Services): Route[] => {
  const { config, clock, failures, mailer, wakeJobs, report, sampleCatalog } = services
  const parts: SessionParts = {
    sampleCatalog,
    config,
    guessing: guessingOf({ clock, sleep, perMinute: config.guessLimit }),
    failures,
    mailer,
    provider: config.oidc && providerOf(config.oidc, callbackUrl(config.publicUrl), report),
    wakeJobs,
  }
  return [
    ...signInRoutes(parts),
    ...linkRoutes(parts),
    ...passwordRoutes(parts),
    ...meRoutes(parts),
    ...providerRoutes(parts),
    ...identityRoutes(parts),
  ]
}
