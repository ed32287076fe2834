/** Which roles people and API keys hold. Each source replaces only its own. */
import type { Db } from '../../core/db/database.ts'
import type { GrantSource } from '../access/tables.ts'
import { withGains } from '../links/gains.ts'

const ADMIN = 'ADMIN'

/** To whom roles are given (a person or a key), and by what. */
type Given = { readonly holder: string; readonly source: GrantSource }

/** Puts these roles in the place of what that source gave before: the only way in which anybody comes to hold a role. */
export const replaceGrants = async (db: Db, { holder, source }: Given, roleIds: Iterable<string>) => {
  await withGains(db, { holder }, async () => {
    await db.deleteFrom('role_grants').where('holder_id', '=', holder).where('source', '=', source).execute()
    const rows = [...new Set(roleIds)].map(role => ({ holder_id: holder, role, source }))
    if (rows.length > 0) await db.insertInto('role_grants').values(rows).execute()
  })
  await raiseAuthority(db, holder)
}

/** Waits for the writes under way that rest on this person's roles; those that begin later see the new ones. */
const raiseAuthority = (db: Db, userId: string) =>
  db
    .updateTable('users')
    .set(eb => ({ authority: eb('authority', '+', 1) }))
    .where('id', '=', userId)
    .execute()

/** Ids of people who hold ADMIN, are not deactivated, and have a way to sign in: a provider's account, or a password where those count. */
export const activeAdmins = async (db: Db, passwordSignIn = true): Promise<string[]> => {
  const rows = await db
    .selectFrom('role_grants as g')
    .innerJoin('users as u', 'u.id', 'g.holder_id')
    .leftJoin('identities as i', 'i.user_id', 'u.id')
    .select('u.id')
    .distinct()
    .where('g.role', '=', ADMIN)
    .where('u.deactivated_at', 'is', null)
    .where(eb =>
      eb.or([eb('i.user_id', 'is not', null), ...(passwordSignIn ? [eb('u.password_hash', 'is not', null)] : [])]),
    )
    .limit(2)
    .execute()
  return rows.map(({ id }) => id)
}

/** The one admin left; undefined while there are several. */
export const lastAdmin = async (db: Db, passwordSignIn: boolean): Promise<string | undefined> => {
  const [first, second] = await activeAdmins(db, passwordSignIn)
  return second === undefined ? first : undefined
}
