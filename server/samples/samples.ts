/**
 * Puts the sample catalog into the database and takes it out again. Existing rows are never touched, regardless of their creator;
 * what came with the samples carries a mark and keeps it when it is edited.
 */
import { insertEntity } from '../catalog/entities/entities.ts'
import type { Db } from '../core/db/database.ts'
import { newId } from '../core/db/ids.ts'
import { readsAs } from '../identity/emails/reads-as.ts'
import { replaceGrants } from '../identity/users/grants.ts'
import { insertScorecard } from '../standards/scorecards/scorecards.ts'
import type { SampleContent, SamplePerson } from './content.ts'

/** Tags of entities and Scorecards, and emails. */
export type Touched = {
  readonly entities: readonly string[]
  readonly scorecards: readonly string[]
  readonly people: readonly string[]
}

const SAMPLE = 1

const insertPerson = async (db: Db, { role, name, email }: SamplePerson, now: number): Promise<boolean> => {
  const id = newId('us')
  const inserted = await db
    .insertInto('users')
    .values({ id, email, reads_as: readsAs(email), name, created_at: now, sample: SAMPLE, version: 1 })
    .onConflict(on => on.column('email').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!inserted) return false
  await replaceGrants(db, { holder: id, source: 'direct' }, [role])
  return true
}

/** Adds what is missing; answers what was added, which is nothing the second time. */
export const loadSamples = async (db: Db, content: SampleContent, now: number): Promise<Touched> => {
  const added: Record<keyof Touched, string[]> = { entities: [], scorecards: [], people: [] }
  for (const { entity, source } of content.entities)
    if (await insertEntity(db, { entity, source, now, sample: SAMPLE })) added.entities.push(entity.tag)
  for (const { scorecard, source } of content.scorecards)
    if (await insertScorecard(db, { scorecard, source, now, sample: SAMPLE })) added.scorecards.push(scorecard.tag)
  for (const person of content.people) if (await insertPerson(db, person, now)) added.people.push(person.email)
  return added
}

/** Sample people who were never invited and never signed in: nothing refers to them. */
const unusedPeople = (db: Db) => {
  const idsIn = (table: 'identities' | 'links') =>
    db.selectFrom(table).select('user_id').where('user_id', 'is not', null)
  const holding = (column: 'owner_id' | 'maker_id') =>
    db.selectFrom('credentials').select(column).where(column, 'is not', null)
  return db
    .selectFrom('users')
    .select(['id', 'email'])
    .where('sample', '=', SAMPLE)
    .where('password_hash', 'is', null)
    .where('last_sign_in_at', 'is', null)
    .where('id', 'not in', idsIn('identities'))
    .where('id', 'not in', idsIn('links'))
    .where('id', 'not in', holding('owner_id'))
    .where('id', 'not in', holding('maker_id'))
}

const removePeople = async (db: Db): Promise<string[]> => {
  const unused = await unusedPeople(db).execute()
  const ids = unused.map(({ id }) => id)
  if (ids.length > 0) {
    await db.deleteFrom('role_grants').where('holder_id', 'in', ids).execute()
    await db.deleteFrom('users').where('id', 'in', ids).execute()
  }
  await db.updateTable('users').set({ sample: 0 }).where('sample', '=', SAMPLE).execute()
  return unused.map(({ email }) => email).sort()
}

const removeAll = async (db: Db, table: 'entities' | 'scorecards'): Promise<string[]> => {
  const rows = await db.deleteFrom(table).where('sample', '=', SAMPLE).returning('tag').execute()
  return rows.map(({ tag }) => tag).sort()
}

/** Removes everything that is marked; people who became real stay and lose the mark. Answers what was removed. */
export const removeSamples = async (db: Db): Promise<Touched> => ({
  entities: await removeAll(db, 'entities'),
  scorecards: await removeAll(db, 'scorecards'),
  people: await removePeople(db),
})

const countOf = async (db: Db, table: 'entities' | 'scorecards' | 'users') => {
  const { count } = await db
    .selectFrom(table)
    .where('sample', '=', SAMPLE)
    .select(eb => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** What is there of the samples. */
export const countSamples = async (db: Db) => {
  const entities = await countOf(db, 'entities')
  const scorecards = await countOf(db, 'scorecards')
  const people = await countOf(db, 'users')
  return { loaded: entities + scorecards + people > 0, entities, scorecards, people }
}
