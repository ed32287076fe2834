/** How many mails for a forgotten password an account gets, and an address may ask for. */
import { type Counts, countsPer } from '../../core/callers/windows.ts'

const HOUR = 3_600_000
const MOST_MAILS_PER_ACCOUNT = 3
const MOST_ASKS_PER_ADDRESS = 20

export type ResetMailLimits = {
  /** By the email that was typed, in the form that emails are compared in. */
  readonly mails: Counts
  /** By network. */
  readonly asks: Counts
}

export const resetMailLimitsOf = (): ResetMailLimits => ({
  mails: countsPer(HOUR, MOST_MAILS_PER_ACCOUNT),
  asks: countsPer(HOUR, MOST_ASKS_PER_ADDRESS),
})

declare module '../../core/services/services.ts' {
  interface Services {
    readonly resetMailLimits: ResetMailLimits
  }
}
