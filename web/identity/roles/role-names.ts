/** How roles are named and told apart where people choose and read them. */
import { DEFAULT_ROLE_NAMES, isDefaultRole } from '../../../contract/core/permissions.ts'
import type { Role, RoleChoice, UserRole } from '../../../contract/identity/roles.ts'

/** `BASIC ADMIN`, `CUSTOM on-call`: a custom role may bear the tag of a default one. */
export const roleKey = ({ type, tag }: Pick<Role, 'type' | 'tag'>) => `${type} ${tag}`

export const heldKey = (held: UserRole) => roleKey({ type: held.type, tag: held.role ?? held.tag ?? '' })

export const heldName = (held: UserRole) => (held.role ? DEFAULT_ROLE_NAMES[held.role] : (held.name ?? held.tag ?? ''))

export const heldNames = (held: readonly UserRole[]) => held.map(heldName).join(', ') || 'No role'

/** @param chosen keys as `roleKey` makes them */
export const choicesOf = (chosen: readonly string[]): RoleChoice[] =>
  chosen.map(key => {
    const [type, ...rest] = key.split(' ')
    const tag = rest.join(' ')
    return type === 'BASIC' && isDefaultRole(tag) ? { type: 'BASIC', role: tag } : { type: 'CUSTOM', tag }
  })
