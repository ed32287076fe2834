import { deleteRole, listRoles, type Role } from '../../../contract/identity/roles.ts'
import { useSend } from '../../core/api/queries.ts'
import { Problem } from '../../core/layout/problem.tsx'
import { ConfirmDialog } from '../../core/ui/confirm-dialog.tsx'
import { notice } from '../../core/ui/notice.ts'

type Props = { role: Role | undefined; opened: boolean; onClose: () => void }

/** Asks before a custom role is deleted. */
export const DeleteRoleDialog = ({ role, opened, onClose }: Props) => {
  const send = useSend(deleteRole, { refreshes: [listRoles] })
  const close = () => {
    send.reset()
    onClose()
  }
  const confirm = () => {
    if (!role) return
    const done = () => {
      notice(`Role ${role.name} deleted`)
      close()
    }
    send.mutate({ params: { tag: role.tag }, version: role.version }, { onSuccess: done })
  }
  return (
    <ConfirmDialog
      opened={opened}
      title={`Delete ${role?.name}?`}
      confirmLabel="Delete"
      onConfirm={confirm}
      onClose={close}
      pending={send.isPending}
      error={send.error && <Problem error={send.error} />}
    >
      Nobody can be given this role any more. This cannot be undone.
    </ConfirmDialog>
  )
}
