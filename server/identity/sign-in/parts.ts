/** What the routes of signing in share. */
import type { Config } from '../../config.ts'
import type { SessionActor } from '../../core/callers/actor.ts'
import type { Db } from '../../core/db/database.ts'
import type { Context } from '../../core/http/mount.ts'
import type { Mailer } from '../../core/mail/mailer.ts'
import { forbidden } from '../../core/problems/problems.ts'
import type { Failures } from './failures.ts'
import type { Guessing } from './guessing.ts'
import type { Provider } from './provider.ts'

/** A catalog to begin with, which the first administrator may ask for. */
export type SampleCatalog = {
  readonly areLoaded: (db: Db) => Promise<boolean>
  /** Before the transaction. What it answers puts the samples there and leaves their audit row. */
  readonly read: () => Promise<(context: Context, actor: SessionActor) => Promise<void>>
}

export type SessionParts = {
  readonly sampleCatalog?: SampleCatalog | undefined
  readonly config: Config
  readonly guessing: Guessing
  readonly failures: Failures
  /** Undefined while mail is not set up. */
  readonly mailer: Mailer | undefined
  /** Undefined while no identity provider is set up. */
  readonly provider: Provider | undefined
  /** Has the job runner look at once. */
  readonly wakeJobs: () => void
}

/** @throws Problem 403 where people sign in with the identity provider alone */
export const needPasswords = ({ passwordSignIn, oidc }: Config) => {
  if (passwordSignIn) return
  throw forbidden(`Passwords are switched off here. Sign in with ${oidc?.name ?? 'the identity provider'}.`)
}

declare module '../../core/services/services.ts' {
  interface Services {
    /** Undefined where nobody has samples. */
    readonly sampleCatalog?: SampleCatalog
  }
}
