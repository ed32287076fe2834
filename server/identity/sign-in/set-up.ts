/** How the first admin comes about: by the set-up link, or from the environment. Both only while nobody exists. */

import { ConfigError } from '../../config.ts'
import { ANONYMOUS } from '../../core/callers/actor.ts'
import { writeAudit } from '../../core/changes/audit.ts'
import type { Database, Db } from '../../core/db/database.ts'
import { createLink, linkUrl, voidSetUpLinks } from '../links/links.ts'
import { createUser, somebodyExists } from '../users/users.ts'
import { hashPassword } from './password.ts'
import { passwordFault } from './password-rules.ts'

export type FirstAdmin = { readonly email: string; readonly name: string; readonly password: string }

/** Makes the admin inside a transaction, unless someone exists; set-up links are void from then on. */
export const makeFirstAdmin = async (
  db: Db,
  { email, name, passwordHash }: { email: string; name: string; passwordHash: string },
  now: number,
) => {
  if (await somebodyExists(db)) return undefined
  const made = await createUser(db, { email, name, passwordHash, roleIds: ['ADMIN'] }, now)
  await voidSetUpLinks(db)
  return made
}

/**
 * Makes the first admin from the environment; answers whether it did. Of several nodes that start at once, one does.
 * @throws ConfigError when the password is too easy to guess
 */
export const createFirstAdmin = async (
  database: Database,
  { email, name, password }: FirstAdmin,
  now: number,
): Promise<boolean> => {
  if (await somebodyExists(database.db)) return false
  const fault = await passwordFault(password, { email, name })
  if (fault) throw new ConfigError([`PORTICO_ADMIN_PASSWORD can't be used. ${fault}`])
  const passwordHash = await hashPassword(password)
  return database.transaction(async db => {
    const made = await makeFirstAdmin(db, { email, name, passwordHash }, now)
    if (!made) return false
    await writeAudit(
      db,
      {
        action: 'CREATE',
        objectType: 'USER',
        objectIdentifier: made.email,
        changes: { roles: { after: ['ADMIN'] } },
      },
      { actor: ANONYMOUS, address: 'environment', requestId: 'start', now },
    )
    return true
  })
}

/** A new set-up link, the old ones void; undefined once someone exists. Called at each start. */
export const renewSetUpLink = (database: Database, publicUrl: string, now: number): Promise<string | undefined> =>
  database.transaction(async db => {
    if (await somebodyExists(db)) return undefined
    const { secret } = await createLink(db, { kind: 'SET_UP', userId: null, createdBy: null }, now)
    return linkUrl(publicUrl, 'SET_UP', secret)
  })
