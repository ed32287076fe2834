/** Gives a person a password; whatever could sign them in before is over. */
import type { Db } from '../../core/db/database.ts'
import { notFound } from '../../core/problems/problems.ts'
import type { Users } from '../access/tables.ts'
import { voidLinksOf } from '../links/links.ts'
import type { Links } from '../links/tables.ts'
import { endSessionsOf } from '../sessions/sessions.ts'
import { deactivated } from './sign-in.ts'

/** The person a link is for. @throws Problem 404 for nobody, 403 for who is deactivated */
export const findPersonOf = async (db: Db, { user_id }: Links): Promise<Users> => {
  const person =
    user_id === null ? undefined : await db.selectFrom('users').selectAll().where('id', '=', user_id).executeTakeFirst()
  if (!person) throw notFound("This link doesn't belong to an account. Ask for a new one.")
  if (person.deactivated_at !== null) throw deactivated()
  return person
}

type NewPassword = {
  readonly passwordHash: string
  readonly name?: string
  /** The session that may go on. */
  readonly keptSession?: string
}

/** Ends the person's sessions, voids their links, and makes a sample person a real one. */
export const setPassword = async (db: Db, person: Users, { passwordHash, name, keptSession }: NewPassword) => {
  const change = {
    password_hash: passwordHash,
    name: name ?? person.name,
    sample: 0,
    version: person.version + 1,
  } as const
  await db.updateTable('users').set(change).where('id', '=', person.id).execute()
  await endSessionsOf(db, person.id, keptSession)
  await voidLinksOf(db, person.id)
  return { ...person, ...change }
}
