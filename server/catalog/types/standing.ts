import { findRows, type StandingCheck, unreadable } from '../../core/standing/check.ts'

export const typeSchemas: StandingCheck = {
  name: 'schemas of entity types',
  find: db =>
    findRows({
      object: 'entity type',
      read: (after, most) =>
        db
          .selectFrom('entity_types')
          .select(['key', 'type', 'schema'])
          .where('key', '>', after)
          .orderBy('key')
          .limit(most)
          .execute(),
      keyOf: ({ key }) => key,
      idOf: ({ type }) => type,
      faultOf: ({ schema }) => unreadable('schema', () => JSON.parse(schema)),
    }),
}
