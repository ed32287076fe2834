/** What a database can fail at without a mistake of ours; both engines throw these and keep what they said first as the cause. */

export type Why = 'busy' | 'full' | 'unreachable'

const SAID: Readonly<Record<Why, string>> = {
  busy: 'the database is busy',
  full: 'the database has no space left',
  unreachable: 'the database cannot be reached',
}

/** The database did not do what was asked, and nothing of it is stored: the caller can try again. */
export class Unavailable extends Error {
  readonly why: Why
  constructor(why: Why, cause?: unknown) {
    super(SAID[why], { cause })
    this.why = why
  }
}

/** The answer to a commit was lost, and whether it was stored could not be found out in time. */
export class OutcomeUnknown extends Error {
  constructor(cause: unknown) {
    super('the answer to the commit was lost, and its outcome could not be found out', { cause })
  }
}

/** The code of an engine's error; of the first one where it has been wrapped. */
export const codeOf = (error: unknown): string => {
  const first = error instanceof Unavailable ? error.cause : error
  return typeof first === 'object' && first !== null && 'code' in first ? String(first.code) : ''
}

/** Whatever keeps a transaction from beginning, a replica or a file that is read-only included: nothing is stored. */
export const cannotBegin = (error: unknown): never => {
  throw error instanceof Unavailable ? error : new Unavailable('unreachable', error)
}
