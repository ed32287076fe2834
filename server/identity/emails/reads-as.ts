/** What an email looks like to people: no two may read the same, or one person is taken for the other. */
import type { Database, Db } from '../../core/db/database.ts'
import type { Users } from '../access/tables.ts'
import { comparableEmail } from './comparable.ts'
import { LOOK_ALIKES } from './look-alikes.ts'

const ASCII_OF = new Map(
  Object.entries(LOOK_ALIKES).flatMap(([ascii, others]) => [...others].map(other => [other, ascii] as const)),
)
const IGNORED = /[\p{Default_Ignorable_Code_Point}\p{Cc}]/gu

/** The ASCII characters that a reader takes it for; an email in ASCII reads as it is. */
export const readsAs = (email: string): string =>
  [...comparableEmail(email).replace(IGNORED, '')].map(char => ASCII_OF.get(char) ?? char).join('')

/** The others whose email reads the same as one of these. People whose `reads_as` is not filled yet are found by an email in ASCII. */
export const peopleThatReadAs = (db: Db, looks: readonly string[]) =>
  db
    .selectFrom('users')
    .select(['id', 'email'])
    .where(eb => eb.or([eb('reads_as', 'in', looks), eb('email', 'in', looks)]))
    .execute()

/** Another person whose email reads the same, or is the same in another form. */
export const findLookAlike = async (db: Db, email: string, self?: string) =>
  (await peopleThatReadAs(db, [readsAs(email)])).find(({ id }) => id !== self)

const CHUNK = 100

/** Nearly everybody's email reads as it is: they share one statement. */
const fill = async (db: Db, rows: readonly Pick<Users, 'id' | 'email'>[]) => {
  const others = rows.filter(({ email }) => readsAs(email) !== email)
  const ids = rows.filter(row => !others.includes(row)).map(({ id }) => id)
  if (ids.length > 0)
    await db
      .updateTable('users')
      .set(eb => ({ reads_as: eb.ref('email') }))
      .where('id', 'in', ids)
      .execute()
  for (const { id, email } of others)
    await db
      .updateTable('users')
      .set({ reads_as: readsAs(email) })
      .where('id', '=', id)
      .execute()
}

/** Fills `reads_as` of people who were stored without it, some at a time. Answers how many. */
export const fillReadsAs = async (
  database: Pick<Database, 'db' | 'transaction'>,
  signal?: AbortSignal,
): Promise<number> => {
  let filled = 0
  for (;;) {
    const rows = await database.db
      .selectFrom('users')
      .select(['id', 'email'])
      .where('reads_as', 'is', null)
      .limit(CHUNK)
      .execute()
    if (rows.length === 0 || signal?.aborted) return filled
    await database.transaction(write => fill(write, rows))
    filled += rows.length
    await new Promise(resolve => setImmediate(resolve)) // lets waiting requests run between two chunks
  }
}
