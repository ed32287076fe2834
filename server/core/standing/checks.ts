/** Runs the standing checks: `portico check` lists what they find, and a start counts it. */
import type { Logger } from 'pino'
import type { Database } from '../db/database.ts'
import type { Finding, StandingCheck } from './check.ts'

export type Found = Finding & { readonly check: string }

/** Everything that the checks find, one check after the other. */
export async function* findAll({ db }: Pick<Database, 'db'>, checks: readonly StandingCheck[]): AsyncGenerator<Found> {
  for (const { name, find } of checks) for await (const finding of find(db)) yield { check: name, ...finding }
}

type Reporting = {
  readonly database: Pick<Database, 'db' | 'transaction'>
  readonly log: Pick<Logger, 'warn'>
  readonly checks: readonly StandingCheck[]
  /** What the checks need to be there first. */
  readonly before: () => Promise<unknown>
  readonly signal: AbortSignal
}

/** One line with how many rows each check finds; none when there are none, or when `signal` ends it. */
export const reportFindings = async ({ database, log, checks, before, signal }: Reporting): Promise<void> => {
  const found: Record<string, number> = {}
  try {
    await before()
    for await (const { check } of findAll(database, checks)) {
      if (signal.aborted) return
      found[check] = (found[check] ?? 0) + 1
    }
  } catch (error) {
    if (!signal.aborted) log.warn({ err: error }, 'the stored rows could not be checked')
    return
  }
  if (Object.keys(found).length > 0)
    log.warn({ found }, 'stored rows break a rule of this version; they stay readable; run portico check to list them')
}
