import { useSlices } from '../core/layout/slice.ts'
import { abilityFor, useMe } from '../identity/sessions/me.ts'
import { AccountMenu } from './account-menu.tsx'
import { NavEntry } from './nav-entry.tsx'
import { SearchBox } from './search-box.tsx'
import classes from './sidebar.module.css'

/** Search, the sections, and the person bottom left. */
export const Sidebar = ({ isInDrawer = false }: { isInDrawer?: boolean }) => {
  const me = useMe()
  const entries = useSlices().flatMap(({ sidebar = [] }) => sidebar)
  return (
    <div className={classes.side}>
      {!isInDrawer && <div className={classes.name}>Portico</div>}
      <SearchBox />
      <nav aria-label="Main" className={classes.sections}>
        <ul className={classes.list}>
          {entries.map(({ icon: Icon, trailing: Trailing, lists, ...entry }) => (
            <NavEntry
              key={entry.to}
              {...entry}
              icon={<Icon size={16} aria-hidden />}
              trailing={Trailing && <Trailing />}
              ability={lists && abilityFor(me, lists)}
            />
          ))}
        </ul>
      </nav>
      <AccountMenu />
    </div>
  )
}
