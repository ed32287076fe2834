import { Text } from '@mantine/core'
import {
  DEFAULT_ROLE_NAMES,
  DEFAULT_ROLES,
  PERMISSIONS,
  type Permission,
  permissionsOfDefaultRole,
} from '../../../contract/core/permissions.ts'
import type { Ability } from '../../../contract/core/schemas.ts'
import type { Me } from '../../../contract/identity/sessions.ts'
import { StateLabel } from '../../core/ui/state-label.tsx'
import { roleName } from './role-name.ts'

const defaultRolesWith = (id: Permission) =>
  DEFAULT_ROLES.filter(role => permissionsOfDefaultRole(role).includes(id)).map(role => DEFAULT_ROLE_NAMES[role])

/** Whether I may, through which roles or why not; the server has said which. */
export const PermissionVerdict = ({ id, me }: { id: Permission; me: Me }) => {
  const said = new Map<string, Ability>(Object.entries(me.abilities))
  const { allowed, reason } = said.get(id) ?? { allowed: me.permissions.includes(id) }
  if (allowed) {
    const through = me.roles.filter(({ permissions }) => permissions.includes(id)).map(roleName)
    return (
      <Text c="dimmed">
        <StateLabel tone="good">Yes</StateLabel>
        {through.length > 0 && ` Through ${through.join(', ')}`}
      </Text>
    )
  }
  return (
    <Text c="dimmed">
      <StateLabel tone="neutral">No</StateLabel> {reason ?? `Requires ${PERMISSIONS[id].name}.`} Roles that include it:{' '}
      {defaultRolesWith(id).join(', ')}.
    </Text>
  )
}
