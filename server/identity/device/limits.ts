/** How often a device may ask to be signed in, and how often a person may mistype its code. */
import { type Counts, countsPer } from '../../core/callers/windows.ts'
import { LIFETIME_MS } from './device.ts'

const MINUTE = 60_000
const MOST_STARTS_A_MINUTE = 10
const MOST_WRONG_CODES = 10
/** Clients ask twelve times a minute; many may share an address. */
const MOST_QUESTIONS_A_MINUTE = 600

export type DeviceLimits = {
  /** By network. */
  readonly starts: Counts
  /** By network. */
  readonly questions: Counts
  /** By person. */
  readonly wrongCodes: Counts
}

export const deviceLimitsOf = (): DeviceLimits => ({
  starts: countsPer(MINUTE, MOST_STARTS_A_MINUTE),
  questions: countsPer(MINUTE, MOST_QUESTIONS_A_MINUTE),
  wrongCodes: countsPer(LIFETIME_MS, MOST_WRONG_CODES),
})

declare module '../../core/services/services.ts' {
  interface Services {
    readonly deviceLimits: DeviceLimits
  }
}
