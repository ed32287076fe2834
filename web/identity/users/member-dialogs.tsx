import type { User } from '../../../contract/identity/users.ts'
import { ActivityDialog } from './activity-dialog.tsx'
import { ChangeRolesDialog } from './change-roles-dialog.tsx'
import { EndSessionsDialog } from './end-sessions-dialog.tsx'
import { IdentitiesDialog } from './identities-dialog.tsx'
import type { DeedKind } from './member-menu.tsx'
import { NewLinkDialog } from './new-link-dialog.tsx'

export type Chosen = { kind: DeedKind; user: User }

type Props = { chosen: Chosen | undefined; isOpen: boolean; users: readonly User[]; onClose: () => void }

/** The dialog of what was chosen in a person's menu. It speaks of the row as it is now: someone may have changed it. */
export const MemberDialogs = ({ chosen, isOpen, users, onClose }: Props) => {
  if (!chosen) return null
  const { kind } = chosen
  const user = users.find(({ id }) => id === chosen.user.id) ?? chosen.user
  const opened = (...kinds: DeedKind[]) => ({ user, onClose, opened: isOpen && kinds.includes(kind) })
  return (
    <>
      <ChangeRolesDialog {...opened('changeRoles')} />
      <ActivityDialog {...opened('deactivate', 'reactivate')} to={kind === 'reactivate'} />
      <EndSessionsDialog {...opened('endSessions')} />
      <IdentitiesDialog {...opened('identities')} />
      <NewLinkDialog {...opened('invite', 'reset')} kind={kind === 'reset' ? 'reset' : 'invite'} />
    </>
  )
}
