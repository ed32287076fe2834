/** The roles of keys: default ones bear other words than those of people, as Cortex's clients expect. */

import type { BodyOf } from '../../../contract/core/operation.ts'
import { DEFAULT_ROLE_NAMES } from '../../../contract/core/permissions.ts'
import type { ApiKeyDefinition, createApiKey } from '../../../contract/identity/keys.ts'
import { choicesOf } from '../roles/role-names.ts'

type KeyRole = ApiKeyDefinition['roles'][number]

const nameOf = ({ role, tag }: KeyRole) =>
  role ? DEFAULT_ROLE_NAMES[role === 'READ_ONLY' ? 'VIEWER' : role] : (tag ?? '')

export const keyRoleNames = (roles: readonly KeyRole[]) => roles.map(nameOf).join(', ')

/** @param chosen keys as `roleKey` makes them */
export const keyRolesOf = (chosen: readonly string[]): BodyOf<typeof createApiKey>['roles'] =>
  choicesOf(chosen).map(choice =>
    choice.type === 'BASIC' ? { type: 'DEFAULT', role: choice.role } : { type: 'CUSTOM', tag: choice.tag },
  )
