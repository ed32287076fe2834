import { isDefaultRole } from '../../../contract/core/permissions.ts'
import type { UserRole } from '../../../contract/identity/roles.ts'
import type { HeldRole } from '../access/roles.ts'

/** A role as people carry it: `{type: BASIC, role}` or `{type: CUSTOM, tag, name}`. */
export const presentHeldRole = (role: HeldRole): UserRole =>
  isDefaultRole(role.id)
    ? { type: 'BASIC', role: role.id, name: role.name }
    : { type: 'CUSTOM', tag: role.tag, name: role.name }
