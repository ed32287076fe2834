import type { User } from '../../../contract/identity/users.ts'
import { RowMenu } from '../../core/ui/row-menu.tsx'

export type DeedKind = keyof NonNullable<User['abilities']>

const LABELS: readonly { kind: DeedKind; label: string; states: readonly User['state'][] }[] = [
  { kind: 'changeRoles', label: 'Change roles', states: ['ACTIVE', 'INVITED', 'DEACTIVATED'] },
  { kind: 'invite', label: 'New invitation link', states: ['INVITED'] },
  { kind: 'reset', label: 'Reset link', states: ['ACTIVE'] },
  { kind: 'endSessions', label: 'End sessions', states: ['ACTIVE'] },
  { kind: 'identities', label: 'Linked accounts', states: ['ACTIVE', 'DEACTIVATED'] },
  { kind: 'deactivate', label: 'Deactivate', states: ['ACTIVE', 'INVITED'] },
  { kind: 'reactivate', label: 'Reactivate', states: ['DEACTIVATED'] },
]

const MAY_NOT = { allowed: false }

/** What may be done to a person. */
export const MemberMenu = ({ user, onChoose }: { user: User; onChoose: (kind: DeedKind) => void }) => (
  <RowMenu
    of={user.name}
    actions={LABELS.filter(({ states }) => states.includes(user.state)).map(({ kind, label }) => ({
      label,
      ability: user.abilities?.[kind] ?? MAY_NOT,
      onChoose: () => onChoose(kind),
    }))}
  />
)
