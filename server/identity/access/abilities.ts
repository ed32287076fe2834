/** What a row's `abilities` say: allowed, or the sentence that says why not. */
import { PERMISSIONS, type Permission } from '../../../contract/core/permissions.ts'
import type { Ability } from '../../../contract/core/schemas.ts'
import { type Actor, holds } from '../../core/callers/actor.ts'

export const ALLOWED: Ability = { allowed: true }

export const refusedBecause = (reason: string): Ability => ({ allowed: false, reason })

/** "Requires Edit entities, which the Viewer role doesn't include." */
const lacking = (permission: Permission, roles: readonly string[]) => {
  const { name } = PERMISSIONS[permission]
  if (roles.length === 0) return `Requires ${name}. You have no role.`
  return `Requires ${name}, which the ${roles.join(' and ')} ${roles.length === 1 ? "role doesn't" : "roles don't"} include.`
}

export const ability = (actor: Actor, permission: Permission): Ability =>
  holds(actor, permission) ? ALLOWED : refusedBecause(lacking(permission, actor.roles))
