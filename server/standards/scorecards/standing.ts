import type { Db } from '../../core/db/database.ts'
import { readOr } from '../../core/db/rows.ts'
import { findRows, type StandingCheck, unreadable } from '../../core/standing/check.ts'
import { readDocument } from './document.ts'
import { faultsOfNames, NOTHING } from './names.ts'

const read = (db: Db) => (after: string, most: number) =>
  db
    .selectFrom('scorecards')
    .select(['id', 'tag', 'name', 'document'])
    .where('id', '>', after)
    .orderBy('id')
    .limit(most)
    .execute()

const found = { object: 'Scorecard', keyOf: ({ id }: { id: string }) => id, idOf: ({ tag }: { tag: string }) => tag }

export const scorecardDocuments: StandingCheck = {
  name: 'Scorecard documents',
  find: db =>
    findRows({
      ...found,
      read: read(db),
      faultOf: ({ document }) => unreadable('document', () => readDocument(document)),
    }),
}

/** Its own name, those of its levels, and the titles of its rules. */
export const scorecardNames: StandingCheck = {
  name: 'Scorecard names',
  find: db =>
    findRows({
      ...found,
      read: read(db),
      faultOf: ({ id, name, document }) => {
        const [fault] = faultsOfNames({ name, document: readOr(id, () => readDocument(document), NOTHING) })
        return fault && `its ${fault.pointer.slice(1)} ${fault.what.replace(/;.*|\.$/, '')}`
      },
    }),
}
