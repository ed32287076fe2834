import { Text } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { Link, useLocation } from '@tanstack/react-router'
import { SECTIONS, type SettingsEntry, useSlices } from '../core/layout/slice.ts'
import { abilityFor, useMe } from '../identity/sessions/me.ts'
import { currentEntry } from './current-entry.ts'
import entryClasses from './nav-entry.module.css'
import { NavEntry } from './nav-entry.tsx'
import classes from './sidebar.module.css'
import type { Outside } from './use-settings-back.ts'

/** The settings by section, in the place of the main menu. @param back where one came from */
export const SettingsMenu = ({ back }: { back: Outside }) => {
  const me = useMe()
  const entries = useSlices().flatMap(({ settings = [] }) => settings)
  const current = useLocation({ select: location => currentEntry<SettingsEntry>(entries, location)?.label })
  return (
    <nav aria-label="Settings" className={classes.sections}>
      <Link {...back} className={entryClasses.entry}>
        <IconArrowLeft size={16} aria-hidden />
        Back
      </Link>
      {SECTIONS.map(section => (
        <div key={section} className={classes.section}>
          <Text size="xs" fw={600} c="dimmed" px={8} pb={2}>
            {section}
          </Text>
          <ul className={classes.list}>
            {entries
              .filter(entry => entry.section === section)
              .map(({ lists, section: _, alsoAt: __, ...entry }) => (
                <NavEntry
                  key={entry.to}
                  {...entry}
                  isCurrent={entry.label === current}
                  ability={lists && abilityFor(me, lists)}
                />
              ))}
          </ul>
        </div>
      ))}
    </nav>
  )
}
