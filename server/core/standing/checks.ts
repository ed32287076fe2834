/** The one list of standing checks: a new rule about what is stored adds one here. */
import type { Logger } from 'pino'
import { entityDocuments } from '../../catalog/entities/standing.ts'
import { tokenLimits } from '../../identity/credentials/standing.ts'
import { fillReadsAs } from '../../identity/emails/reads-as.ts'
import { alikeEmails } from '../../identity/users/standing.ts'
import { scorecardDocuments, scorecardNames } from '../../standards/scorecards/standing.ts'
import type { Database } from '../db/database.ts'
import { displayedNames } from '../names/standing.ts'
import type { Finding, StandingCheck } from './check.ts'
import { instantsCheck } from './instants.ts'

export const STANDING_CHECKS: readonly StandingCheck[] = [
  instantsCheck,
  tokenLimits,
  entityDocuments,
  scorecardDocuments,
  scorecardNames,
  displayedNames,
  alikeEmails,
]

export type Found = Finding & { readonly check: string }

/** Everything that the checks find, one check after the other. */
export async function* findAll(
  { db }: Pick<Database, 'db'>,
  checks: readonly StandingCheck[] = STANDING_CHECKS,
): AsyncGenerator<Found> {
  for (const { name, find } of checks) for await (const finding of find(db)) yield { check: name, ...finding }
}

type Reporting = {
  readonly database: Pick<Database, 'db' | 'transaction'>
  readonly log: Pick<Logger, 'warn'>
  readonly signal: AbortSignal
}

/** One line with how many rows each check finds; none when there are none, or when `signal` ends it. */
export const reportFindings = async ({ database, log, signal }: Reporting): Promise<void> => {
  const found: Record<string, number> = {}
  try {
    await fillReadsAs(database, signal)
    for await (const { check } of findAll(database)) {
      if (signal.aborted) return
      found[check] = (found[check] ?? 0) + 1
    }
  } catch (error) {
    if (!signal.aborted) log.warn({ err: error }, 'what is stored could not be checked')
    return
  }
  if (Object.keys(found).length > 0)
    log.warn({ found }, 'stored rows break a rule of this version; they stay readable, and portico check lists them')
}
