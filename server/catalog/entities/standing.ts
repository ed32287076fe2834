import { findRows, type StandingCheck, unreadable } from '../../core/standing/check.ts'
import { readDocument } from './document.ts'

export const entityDocuments: StandingCheck = {
  name: 'entity documents',
  find: db =>
    findRows({
      object: 'entity',
      read: (after, most) =>
        db
          .selectFrom('entities')
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
