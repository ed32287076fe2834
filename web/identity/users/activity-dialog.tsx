import { Text } from '@mantine/core'
import { listRoles } from '../../../contract/identity/roles.ts'
import { listUsers, type User, updateUser } from '../../../contract/identity/users.ts'
import { ConfirmCall } from '../../core/layout/confirm-call.tsx'
import { ChangePreview } from './change-preview.tsx'

type Props = {
  user: User
  /** Whether they are to be active. */
  to: boolean
  opened: boolean
  onClose: () => void
}

/** Asks before a person is deactivated or reactivated. */
export const ActivityDialog = ({ user, to, opened, onClose }: Props) => (
  <ConfirmCall
    opened={opened}
    onClose={onClose}
    operation={updateUser}
    input={{ params: { id: user.id }, body: { active: to }, version: user.version }}
    refreshes={[listUsers, listRoles]}
    title={to ? `Reactivate ${user.name}?` : `Deactivate ${user.name}?`}
    confirmLabel={to ? 'Reactivate' : 'Deactivate'}
    danger={!to}
    done={to ? `${user.name} reactivated` : `${user.name} deactivated`}
  >
    <Text>
      {to
        ? `${user.email} can sign in again, with the roles they had. Tokens of theirs that were not revoked and have not expired work again.`
        : `${user.email} is signed out everywhere and cannot sign in. Their personal tokens are refused from the next call on. What they made stays, and you can reactivate them.`}
    </Text>
    {opened && !to && <ChangePreview id={user.id} edit={{ active: false }} />}
  </ConfirmCall>
)
