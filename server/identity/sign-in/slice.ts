import { setTimeout as sleep } from 'node:timers/promises'
import type { Slice } from '../../core/slices/slice.ts'
import { guessingOf } from './guessing.ts'
import { identityProviderOf } from './provider-flow.ts'
import { resetMailJobs, resetMailLane } from './reset-mail.ts'
import { resetMailLimitsOf } from './reset-mail-limits.ts'
import { allSignInRoutes } from './routes.ts'

export const signIn: Slice = {
  name: 'sign-in',
  routes: allSignInRoutes,
  services: ({ config, clock, report }) => ({
    guessing: guessingOf({ clock, sleep, perMinute: config.guessLimit }),
    identityProvider: identityProviderOf(config, report),
    resetMailLimits: resetMailLimitsOf(),
  }),
  background: services => ({ handlers: resetMailJobs(services), lanes: [resetMailLane] }),
}
