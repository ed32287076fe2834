/** Looks every few minutes for tokens and keys that end soon. */
import { recurring } from '../../core/jobs/kinds.ts'
import { warnOfExpiries } from './expiring.ts'

const EVERY_MS = 5 * 60_000

export const warningJobs = {
  'expiry-warnings': recurring(EVERY_MS, ({ database, clock }) => warnOfExpiries(database, clock())),
}

declare module '../../core/jobs/kinds.ts' {
  interface Jobs {
    'expiry-warnings': NoPayload
  }
}
