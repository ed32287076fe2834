import { useLocation } from '@tanstack/react-router'
import { type SidebarEntry, useSlices } from '../core/layout/slice.ts'
import { abilityFor, useMe } from '../identity/sessions/me.ts'
import { currentEntry } from './current-entry.ts'
import { NavEntry } from './nav-entry.tsx'
import classes from './sidebar.module.css'

/** The sections of the product. */
export const MainMenu = () => {
  const me = useMe()
  const entries = useSlices().flatMap(({ sidebar = [] }) => sidebar)
  const current = useLocation({ select: location => currentEntry<SidebarEntry>(entries, location)?.label })
  return (
    <nav aria-label="Main" className={classes.sections}>
      <ul className={classes.list}>
        {entries.map(({ icon: Icon, trailing: Trailing, lists, alsoAt: _, ...entry }) => (
          <NavEntry
            key={entry.label}
            {...entry}
            isCurrent={entry.label === current}
            icon={<Icon size={16} aria-hidden />}
            trailing={Trailing && <Trailing />}
            ability={lists && abilityFor(me, lists)}
          />
        ))}
      </ul>
    </nav>
  )
}
