import { deleteRole, listRoles, type Role } from '../../../contract/identity/roles.ts'
import { ConfirmCall } from '../../core/layout/confirm-call.tsx'

type Props = { role: Role | undefined; opened: boolean; onClose: () => void }

/** Asks before a custom role is deleted. */
export const DeleteRoleDialog = ({ role, ...dialog }: Props) => (
  <ConfirmCall
    {...dialog}
    operation={deleteRole}
    input={role && { params: { tag: role.tag }, version: role.version }}
    refreshes={[listRoles]}
    title={`Delete ${role?.name}?`}
    confirmLabel="Delete"
    done={`Role ${role?.name} deleted`}
  >
    Nobody can be given this role any more. This cannot be undone.
  </ConfirmCall>
)
