/** Roles from groups at the identity provider. */
import { DEFAULT_ROLES, isDefaultRole } from '../../../contract/core/permissions.ts'
import { ConfigError, type OidcConfig } from '../../config.ts'
import { GROUP_ROLES, type GroupRoles } from '../../config-oidc.ts'
import type { Db } from '../../core/db/database.ts'
import { customRoleByTag } from '../roles/roles.ts'
import { lastAdmin, replaceGrants } from '../users/grants.ts'

type Mapping = Pick<OidcConfig, 'groupRoles'> & { readonly passwordSignIn?: boolean }

const ADMIN = 'ADMIN'

const roleIdOf = async (db: Db, asked: string): Promise<string | undefined> => {
  const upper = asked.toUpperCase()
  return isDefaultRole(upper) ? upper : (await customRoleByTag(db, asked))?.id
}

/** At the start; from then on, a role that a group gives can't be removed. @throws ConfigError for a role that does not exist */
export const checkGroupRoles = async (db: Db, groupRoles: GroupRoles) => {
  const faults: string[] = []
  for (const [group, roles] of groupRoles)
    for (const role of roles)
      if ((await roleIdOf(db, role)) === undefined)
        faults.push(
          `${GROUP_ROLES} gives the group ${group} the role ${role}, which does not exist. Use ${DEFAULT_ROLES.join(', ')} or the tag of a custom role. Write groups that contain a comma as JSON.`,
        )
  if (faults.length > 0) throw new ConfigError(faults)
}

/** Ids of the roles that these groups give. A role that was removed past this server, by one without the mapping, gives nothing. */
export const rolesFromGroups = async (
  db: Db,
  groups: readonly string[],
  { groupRoles }: Mapping,
): Promise<string[]> => {
  const ids = new Set<string>()
  for (const role of new Set([...new Set(groups)].flatMap(group => groupRoles.get(group) ?? []))) {
    const id = await roleIdOf(db, role)
    if (id !== undefined) ids.add(id)
  }
  return [...ids]
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
  { userId, groups }: { userId: string; groups: readonly string[] | undefined },
  mapping: Mapping,
): Promise<Mapped | undefined> => {
  if (groups === undefined) return undefined
  const before = await fromProvider(db, userId)
  const given = await rolesFromGroups(db, groups, mapping)
  const keepsAdmin =
    before.includes(ADMIN) && !given.includes(ADMIN) && (await lastAdmin(db, mapping.passwordSignIn ?? true)) === userId
  const after = (keepsAdmin ? [...given, ADMIN] : given).toSorted()
  if (before.join() === after.join()) return undefined
  await replaceGrants(db, { holder: userId, source: 'oidc' }, after)
  return { before, after }
}
