import { findRows, type StandingCheck, unreadable } from '../standing/check.ts'
import { readDocument } from './document.ts'

export const scorecardDocuments: StandingCheck = {
  name: 'Scorecard documents',
  find: db =>
    findRows({
      object: 'Scorecard',
      read: (after, most) =>
        db
          .selectFrom('scorecards')
          .select(['id', 'tag', 'document'])
          .where('id', '>', after)
          .orderBy('id')
          .limit(most)
          .execute(),
      keyOf: ({ id }) => id,
      idOf: ({ tag }) => tag,
      faultOf: ({ document }) => unreadable('document', () => readDocument(document)),
    }),
}
