import { Menu, Text } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import classes from './row-menu.module.css'
import type { RowAction } from './row-menu.tsx'
import { RowMenuButton } from './row-menu-button.tsx'

type Props = { of: string; actions: readonly RowAction[] }

/** Opens at once: its button was pressed before it was there. */
export const RowMenuItems = ({ of, actions }: Props) => {
  const [isOpen, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    button.current?.focus()
    setOpen(true)
  }, [])
  // The entry vanishes with the menu; a dialog gives the focus back to the button.
  const choose = (act: () => void) => {
    button.current?.focus()
    act()
  }
  return (
    <Menu opened={isOpen} onChange={setOpen} position="bottom-end" withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <RowMenuButton ref={button} of={of} />
      </Menu.Target>
      <Menu.Dropdown>
        {actions.map(({ onChoose, ...action }) => (
          <Item key={action.label} {...action} onChoose={() => choose(onChoose)} />
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

/** What is not allowed stays in reach of the keyboard, and says why. */
const Item = ({ label, ability, isDestructive = false, onChoose }: RowAction) => {
  const isAllowed = ability?.allowed !== false
  return (
    <>
      {isDestructive && <Menu.Divider />}
      <Menu.Item
        c={isAllowed ? (isDestructive ? 'var(--mantine-color-error)' : undefined) : 'dimmed'}
        aria-disabled={isAllowed ? undefined : true}
        closeMenuOnClick={isAllowed}
        onClick={isAllowed ? onChoose : undefined}
      >
        {label}
        {!isAllowed && (
          <Text size="xs" c="dimmed" className={classes.reason}>
            {ability?.reason ?? 'You may not do this.'}
          </Text>
        )}
      </Menu.Item>
    </>
  )
}
