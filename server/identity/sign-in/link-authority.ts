/** A link acts by the authority of the person who made it: when it is used, that person must still be allowed to make it. */
import type { Db } from '../../core/db/database.ts'
import type { Links } from '../links/tables.ts'
import { canInvite, canReset } from '../users/rules.ts'
import { type UserWithRoles, withRolesById } from '../users/users.ts'

const mayMake = ({ kind }: Links, creator: UserWithRoles, person: UserWithRoles): boolean => {
  const subject = { ...person, isLastAdmin: false }
  // Whether passwords are on is checked by the operation itself, for links without a creator too.
  const verdict = kind === 'RESET' ? canReset(creator, subject, true) : canInvite(creator, subject)
  return creator.state === 'ACTIVE' && verdict.allowed
}

/**
 * What the link's authority rests on cannot change until the transaction ends: the creator and the person, whose rows each change of
 * their roles updates, and the roles themselves.
 */
export const holdAuthority = async (db: Db, { created_by, user_id }: Links) => {
  if (created_by === null || user_id === null) return
  const people = [created_by, user_id]
  await db.selectFrom('users').select('id').where('id', 'in', people).orderBy('id').forShare().execute()
  const held = db.selectFrom('role_grants').select('role').where('holder_id', 'in', people)
  await db.selectFrom('roles').select('id').where('id', 'in', held).orderBy('id').forShare().execute()
}

/** True also where nobody made it: from the command line, at a start, and for a forgotten password. */
export const isStillBacked = async (db: Db, link: Links): Promise<boolean> => {
  if (link.created_by === null || link.user_id === null) return true
  const people = await withRolesById(db, [link.created_by, link.user_id])
  const [creator, person] = [people.get(link.created_by), people.get(link.user_id)]
  return creator !== undefined && person !== undefined && mayMake(link, creator, person)
}
