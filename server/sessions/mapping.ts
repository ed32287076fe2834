/** Roles from groups at the identity provider. */
import { isDefaultRole } from '../../contract/permissions.ts'
import type { OidcConfig } from '../config.ts'
import type { Db } from '../db/database.ts'
import { customRoleByTag } from '../roles/roles.ts'
import { lastAdmin, replaceGrants } from '../users/grants.ts'

type Mapping = Pick<OidcConfig, 'groupRoles'> & { readonly passwordSignIn?: boolean }

const ADMIN = 'ADMIN'

/** Ids of the roles that these groups give. A mapping to a role that does not exist gives nothing. */
export const rolesFromGroups = async (
  db: Db,
  groups: readonly string[],
  { groupRoles }: Mapping,
): Promise<string[]> => {
  const ids: string[] = []
  for (const group of new Set(groups)) {
    const asked = groupRoles.get(group)
    if (asked === undefined) continue
    const upper = asked.toUpperCase()
    const id = isDefaultRole(upper) ? upper : (await customRoleByTag(db, asked))?.id
    if (id !== undefined) ids.push(id)
  }
  return [...new Set(ids)]
}

const fromProvider = async (db: Db, userId: string): Promise<string[]> => {
  const rows = await db
    .selectFrom('role_grants')
    .select('role')
    .where('holder_id', '=', userId)
    .where('source', '=', 'oidc')
    .orderBy('role')
    .execute()
  return rows.map(({ role }) => role)
}

export type Mapped = { readonly before: readonly string[]; readonly after: readonly string[] }

/**
 * Puts the roles of these groups in the place of what groups gave before. A missing claim changes nothing, and no mapping takes
 * ADMIN from the last active admin.
 */
export const mapGroups = async (
  db: Db,
  userId: string,
  groups: readonly string[] | undefined,
  mapping: Mapping,
): Promise<Mapped | undefined> => {
  if (groups === undefined) return undefined
  const before = await fromProvider(db, userId)
  const given = await rolesFromGroups(db, groups, mapping)
  const keepsAdmin =
    before.includes(ADMIN) && !given.includes(ADMIN) && (await lastAdmin(db, mapping.passwordSignIn ?? true)) === userId
  const after = (keepsAdmin ? [...given, ADMIN] : given).toSorted()
  if (before.join() === after.join()) return undefined
  await replaceGrants(db, userId, 'oidc', after)
  return { before, after }
}
