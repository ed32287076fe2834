import { Avatar, Menu, Text, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { IconBook, IconLogout, IconSettings } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { signOut } from '../../contract/identity/sessions.ts'
import { useSend } from '../core/api/queries.ts'
import { paths } from '../core/layout/paths.ts'
import { Problem } from '../core/layout/problem.tsx'
import { useMe } from '../identity/sessions/me.ts'
import classes from './sidebar.module.css'

const initials = (name: string) =>
  name
    .split(/\s+/)
    .flatMap(word => [...word].slice(0, 1))
    .slice(0, 2)
    .join('')
    .toUpperCase()

/** The avatar bottom left: who I am, Settings, Documentation, Sign out. */
export const AccountMenu = () => {
  const me = useMe()
  const leave = useSend(signOut)
  // A whole new page, so that nothing of mine stays in memory.
  const signMeOut = () => leave.mutate({}, { onSuccess: () => window.location.assign(paths.signIn) })
  return (
    <>
      <Problem error={leave.error} />
      <Menu position="top-start" width={220} withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <UnstyledButton className={classes.account}>
            <Avatar size="sm" radius="xl" color="accent" variant="filled" aria-hidden>
              {initials(me.name)}
            </Avatar>
            <span className={classes.who}>{me.name}</span>
            <VisuallyHidden>, account menu</VisuallyHidden>
          </UnstyledButton>
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
