import { Text } from '@mantine/core'
import { listRoles } from '../../../contract/identity/roles.ts'
import { listUsers, type User, updateUser } from '../../../contract/identity/users.ts'
import { useSend } from '../../core/api/queries.ts'
import { Problem } from '../../core/layout/problem.tsx'
import { ConfirmDialog } from '../../core/ui/confirm-dialog.tsx'
import { notice } from '../../core/ui/notice.ts'
import { ChangePreview } from './change-preview.tsx'

type Props = {
  user: User
  /** Whether they are to be active. */
  to: boolean
  opened: boolean
  onClose: () => void
}

/** Asks before a person is deactivated or reactivated. */
export const ActivityDialog = ({ user, to, opened, onClose }: Props) => {
  const send = useSend(updateUser, { refreshes: [listUsers, listRoles] })
  const close = () => {
    send.reset()
    onClose()
  }
  const confirm = () =>
    send.mutate(
      { params: { id: user.id }, body: { active: to }, version: user.version },
      {
        onSuccess: () => {
          notice(to ? `${user.name} reactivated` : `${user.name} deactivated`)
          close()
        },
      },
    )
  return (
    <ConfirmDialog
      opened={opened}
      title={to ? `Reactivate ${user.name}?` : `Deactivate ${user.name}?`}
      confirmLabel={to ? 'Reactivate' : 'Deactivate'}
      danger={!to}
      onConfirm={confirm}
      onClose={close}
      pending={send.isPending}
      error={send.error && <Problem error={send.error} />}
    >
      <Text>
        {to
          ? `${user.email} can sign in again, with the roles they had. Tokens of theirs that were not revoked and have not expired work again.`
          : `${user.email} is signed out everywhere and cannot sign in. Their personal tokens are refused from the next call on. What they made stays, and you can reactivate them.`}
      </Text>
      {opened && !to && <ChangePreview id={user.id} edit={{ active: false }} />}
    </ConfirmDialog>
  )
}
