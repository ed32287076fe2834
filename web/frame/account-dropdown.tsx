import { Menu, Text } from '@mantine/core'
import { IconBook, IconLogout, IconSettings } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { signOut } from '../../contract/identity/sessions.ts'
import { useSend } from '../core/api/queries.ts'
import { paths } from '../core/layout/paths.ts'
import { Problem } from '../core/layout/problem.tsx'
import { forgetPreferences } from '../core/ui/preferences.ts'
import { useMe } from '../identity/sessions/me.ts'
import { AccountButton } from './account-button.tsx'

/** Opens at once: its button was pressed before it was there. */
export const AccountDropdown = () => {
  const me = useMe()
  const leave = useSend(signOut)
  const [isOpen, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    button.current?.focus()
    setOpen(true)
  }, [])
  // A whole new page, so that nothing of mine stays in memory.
  const goOut = () => {
    forgetPreferences()
    window.location.assign(paths.signIn)
  }
  const signMeOut = () => leave.mutate({}, { onSuccess: goOut })
  return (
    <>
      <Problem error={leave.error} />
      <Menu opened={isOpen} onChange={setOpen} position="top-start" width={220} withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <AccountButton ref={button} name={me.name} />
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>
            <Text size="sm" fw={600} c="var(--mantine-color-text)" truncate>
              {me.name}
            </Text>
            <Text size="xs" c="dimmed" truncate>
              {me.email}
            </Text>
          </Menu.Label>
          <Menu.Divider />
          <Menu.Item
            leftSection={<IconSettings size={16} aria-hidden />}
            renderRoot={props => <Link to={paths.settings} {...props} />}
          >
            Settings
          </Menu.Item>
          <Menu.Item component="a" href="/docs/index" leftSection={<IconBook size={16} aria-hidden />}>
            Documentation
          </Menu.Item>
          <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={signMeOut}>
            Sign out
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  )
}
