import { ActionIcon, Menu, Text } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useRef } from 'react'
import type { User } from '../../../contract/identity/users.ts'

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

/** What may be done to a person. What may not stays in reach and says why. */
export const MemberMenu = ({ user, onChoose }: { user: User; onChoose: (kind: DeedKind) => void }) => {
  const button = useRef<HTMLButtonElement>(null)
  const choose = (kind: DeedKind) => {
    // The entry vanishes with the menu; the dialog gives the focus back to the button.
    button.current?.focus()
    onChoose(kind)
  }
  return (
    <Menu position="bottom-end" width={260} returnFocus withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <ActionIcon ref={button} variant="subtle" color="gray" aria-label={`Actions for ${user.name}`}>
          <IconDots size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {LABELS.filter(({ states }) => states.includes(user.state)).map(({ kind, label }) => {
          const ability = user.abilities?.[kind]
          const isAllowed = ability?.allowed ?? false
          return (
            <Menu.Item
              key={kind}
              aria-disabled={!isAllowed}
              closeMenuOnClick={isAllowed}
              onClick={() => isAllowed && choose(kind)}
            >
              <Text c={isAllowed ? undefined : 'dimmed'}>{label}</Text>
              {!isAllowed && (
                <Text size="xs" c="dimmed">
                  {ability?.reason ?? 'You may not do this.'}
                </Text>
              )}
            </Menu.Item>
          )
        })}
      </Menu.Dropdown>
    </Menu>
  )
}
