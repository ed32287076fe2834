/** What needs a person's attention, put together from what they may see. Runs on a thread of long reads, in at most ten statements. */

import type { AnswerOf } from '../../../contract/core/operation.ts'
import type { getHome } from '../../../contract/outbound/home.ts'
import type { Person } from '../../core/callers/actor.ts'
import type { Db } from '../../core/db/database.ts'
import { auditChanges, ownChanges } from './changes.ts'
import { type Moment, readChecklist } from './checklist.ts'
import { presentOwned, readOwned } from './owned.ts'
import { readTokens } from './tokens.ts'

export type Asker = {
  /** Nobody for an API key that no person's token made. */
  readonly person: Person | undefined
  readonly seesTokens: boolean
  readonly seesCatalog: boolean
  readonly seesAudit: boolean
  readonly manages: boolean
}

export const readHome = async (db: Db, asker: Asker, moment: Moment): Promise<AnswerOf<typeof getHome>> => {
  const { person, seesTokens, seesCatalog, seesAudit, manages } = asker
  const found = person && seesCatalog ? await readOwned(db, person) : undefined
  return {
    tokens: person && seesTokens ? await readTokens(db, person.id, moment.now) : null,
    owned: found ? presentOwned(found) : null,
    changes: seesAudit ? await auditChanges(db) : ownChanges(found?.recent ?? []),
    checklist: person && manages ? await readChecklist(db, person.id, moment) : null,
  }
}
