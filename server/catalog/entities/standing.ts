import { findRows, type StandingCheck, unreadable } from '../../core/standing/check.ts'
import { readDocument } from './document.ts'
import { addressFault } from './tags.ts'

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

/** Tags from before an address of the API needed them. */
export const entityTags: StandingCheck = {
  name: 'entity tags',
  find: db =>
    findRows({
      object: 'entity',
      read: (after, most) =>
        db.selectFrom('entities').select(['id', 'tag']).where('id', '>', after).orderBy('id').limit(most).execute(),
      keyOf: ({ id }) => id,
      idOf: ({ id }) => id,
      faultOf: ({ tag }) => {
        const fault = addressFault(tag)
        return fault === undefined ? undefined : `its tag ${tag} ${fault.replace(/\. .*$/, '')}`
      },
    }),
}
