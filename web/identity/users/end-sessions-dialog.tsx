import { endUserSessions, listUsers, type User } from '../../../contract/identity/users.ts'
import { ConfirmCall } from '../../core/layout/confirm-call.tsx'

/** Asks before a person is signed out everywhere. */
export const EndSessionsDialog = ({ user, ...dialog }: { user: User; opened: boolean; onClose: () => void }) => (
  <ConfirmCall
    {...dialog}
    operation={endUserSessions}
    input={{ params: { id: user.id } }}
    refreshes={[listUsers]}
    title={`End the sessions of ${user.name}?`}
    confirmLabel="End sessions"
    done={`${user.name} is signed out everywhere`}
  >
    {`${user.email} is signed out in every browser and can sign in again. Their tokens keep working; to stop those too, deactivate them.`}
  </ConfirmCall>
)
