/** People whose emails read the same: they came before that was refused. */
import type { Db } from '../../core/db/database.ts'
import { findRows, type StandingCheck } from '../../core/standing/check.ts'
import { peopleThatReadAs, readsAs } from '../emails/reads-as.ts'

type Person = { readonly id: string; readonly email: string }
type Seen = Person & { readonly other: string | undefined }

/** Each with another person whose email reads the same; one statement for all of them. */
const withOthers = async (db: Db, people: readonly Person[]): Promise<Seen[]> => {
  if (people.length === 0) return []
  const looks = [...new Set(people.map(({ email }) => readsAs(email)))]
  const alike = Map.groupBy(await peopleThatReadAs(db, looks), ({ email }) => readsAs(email))
  return people.map(person => ({
    ...person,
    other: alike.get(readsAs(person.email))?.find(({ id }) => id !== person.id)?.email,
  }))
}

export const alikeEmails: StandingCheck = {
  name: 'emails',
  find: db =>
    findRows<Seen>({
      object: 'person',
      read: async (after, most) =>
        withOthers(
          db,
          await db
            .selectFrom('users')
            .select(['id', 'email'])
            .where('id', '>', after)
            .orderBy('id')
            .limit(most)
            .execute(),
        ),
      keyOf: ({ id }) => id,
      idOf: ({ email }) => email,
      faultOf: ({ other }) => (other === undefined ? undefined : `its email looks the same as ${other}`),
    }),
}
