import { DEFAULT_ROLE_NAMES } from '../../../contract/core/permissions.ts'
import type { UserRole } from '../../../contract/identity/roles.ts'

/** What people call a role: Viewer, or the name of a custom one. */
export const roleName = ({ role, name, tag }: UserRole): string =>
  name ?? (role ? DEFAULT_ROLE_NAMES[role] : (tag ?? 'A role'))
