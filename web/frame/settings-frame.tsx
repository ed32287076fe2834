import { Button, Text } from '@mantine/core'
import { Outlet, useLocation } from '@tanstack/react-router'
import { Suspense, useEffect, useId, useState } from 'react'
import { SECTIONS, useSlices } from '../core/layout/slice.ts'
import { Loading } from '../core/ui/loading.tsx'
import { abilityFor, useMe } from '../identity/sessions/me.ts'
import { NavEntry } from './nav-entry.tsx'
import classes from './settings-frame.module.css'

/** The settings: their menu beside the page; on narrow screens it folds behind a button. */
export const SettingsFrame = () => {
  const me = useMe()
  const entries = useSlices().flatMap(({ settings = [] }) => settings)
  const menuId = useId()
  const [isOpen, setOpen] = useState(false)
  const pathname = useLocation({ select: location => location.pathname })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the menu folds when one has gone elsewhere
  useEffect(() => setOpen(false), [pathname])
  return (
    <div className={classes.frame}>
      <Button
        variant="default"
        size="xs"
        className={classes.toggle}
        aria-expanded={isOpen}
        aria-controls={menuId}
        onClick={() => setOpen(open => !open)}
      >
        Settings menu
      </Button>
      <nav id={menuId} aria-label="Settings" className={classes.menu} data-open={isOpen || undefined}>
        {SECTIONS.map(section => (
          <div key={section}>
            <Text size="xs" fw={600} c="dimmed" px={8} pb={2}>
              {section}
            </Text>
            <ul className={classes.list}>
              {entries
                .filter(entry => entry.section === section)
                .map(({ lists, section: _, ...entry }) => (
                  <NavEntry key={entry.to} {...entry} ability={lists && abilityFor(me, lists)} />
                ))}
            </ul>
          </div>
        ))}
      </nav>
      <div className={classes.page}>
        <Suspense fallback={<Loading />}>
          <Outlet />
        </Suspense>
      </div>
    </div>
  )
}
