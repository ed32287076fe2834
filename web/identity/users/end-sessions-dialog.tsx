import { endUserSessions, listUsers, type User } from '../../../contract/identity/users.ts'
import { useSend } from '../../core/api/queries.ts'
import { Problem } from '../../core/layout/problem.tsx'
import { ConfirmDialog } from '../../core/ui/confirm-dialog.tsx'
import { notice } from '../../core/ui/notice.ts'

/** Asks before a person is signed out everywhere. */
export const EndSessionsDialog = ({ user, opened, onClose }: { user: User; opened: boolean; onClose: () => void }) => {
  const send = useSend(endUserSessions, { refreshes: [listUsers] })
  const close = () => {
    send.reset()
    onClose()
  }
  const confirm = () =>
    send.mutate(
      { params: { id: user.id } },
      {
        onSuccess: () => {
          notice(`${user.name} is signed out everywhere`)
          close()
        },
      },
    )
  return (
    <ConfirmDialog
      opened={opened}
      title={`End the sessions of ${user.name}?`}
      confirmLabel="End sessions"
      onConfirm={confirm}
      onClose={close}
      pending={send.isPending}
      error={send.error && <Problem error={send.error} />}
    >
      {`${user.email} is signed out in every browser and can sign in again. Their tokens keep working; to stop those too, deactivate them.`}
    </ConfirmDialog>
  )
}
