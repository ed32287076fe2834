/** What a token may do as of now, with why or why not. */
import type { AnswerOf } from '../../../contract/core/operation.ts'
import { ALL_PERMISSIONS, PERMISSIONS, type Permission } from '../../../contract/core/permissions.ts'
import type { TokenPermission, tokenPermissions } from '../../../contract/identity/narrowing.ts'
import type { Db } from '../../core/db/database.ts'
import { type HeldRole, rolesOf, rolesWith } from '../access/roles.ts'
import { presentLimits } from '../credentials/limits.ts'
import { isOver, type TokenRow } from './tokens.ts'

type Known = {
  readonly held: readonly HeldRole[]
  readonly having: (permission: Permission) => readonly string[]
  readonly allowed: readonly Permission[] | null
}

const presentOne = (permission: Permission, { held, having, allowed }: Known): TokenPermission => {
  const names = held.filter(role => role.permissions.includes(permission)).map(({ name }) => name)
  const roles = [...new Set(names)]
  const { name } = PERMISSIONS[permission]
  if (roles.length === 0) {
    const reason = `No role of the owner includes ${name}. Roles that include it: ${having(permission).join(', ')}.`
    return { permission, allowed: false, roles, reason }
  }
  const through = `through ${roles.join(', ')}`
  if (allowed && !allowed.includes(permission))
    return {
      permission,
      allowed: false,
      roles,
      reason: `The owner may, ${through}. The limits of the token exclude it.`,
    }
  return { permission, allowed: true, roles, reason: `The owner may, ${through}.` }
}

/** @throws nothing: a token that ended, or whose owner is deactivated, `works` no longer, and the rest says what it could do */
export const permissionsOfToken = async (
  db: Db,
  row: TokenRow,
  now: number,
): Promise<AnswerOf<typeof tokenPermissions>> => {
  const { readOnly, permissions: allowed } = presentLimits(row)
  const known = { held: await rolesOf(db, row.owner_id ?? ''), having: await rolesWith(db), allowed }
  return {
    works: !isOver(row, now) && row.deactivated_at === null,
    readOnly,
    permissions: ALL_PERMISSIONS.map(permission => presentOne(permission, known)),
  }
}
