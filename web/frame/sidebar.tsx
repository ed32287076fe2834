import { IconBell, IconChecklist, IconSitemap } from '@tabler/icons-react'
import { listEntities } from '../../contract/catalog/catalog.ts'
import { listScorecards } from '../../contract/standards/scorecards.ts'
import { paths } from '../core/layout/paths.ts'
import { abilityFor, useMe } from '../identity/sessions/me.ts'
import { NoticeCount, useNoticeCount } from '../outbound/notices/notice-count.tsx'
import { AccountMenu } from './account-menu.tsx'
import { NavEntry } from './nav-entry.tsx'
import { SearchBox } from './search-box.tsx'
import classes from './sidebar.module.css'

/** Search, the sections, and the person bottom left. */
export const Sidebar = ({ isInDrawer = false }: { isInDrawer?: boolean }) => {
  const me = useMe()
  const notices = useNoticeCount()
  return (
    <div className={classes.side}>
      {!isInDrawer && <div className={classes.name}>Portico</div>}
      <SearchBox />
      <nav aria-label="Main" className={classes.sections}>
        <ul className={classes.list}>
          <NavEntry
            to={paths.catalog}
            alsoAt={paths.newEntity}
            label="Catalog"
            icon={<IconSitemap size={16} aria-hidden />}
            ability={abilityFor(me, listEntities)}
          />
          <NavEntry
            to={paths.scorecards}
            alsoAt={paths.newScorecard}
            label="Scorecards"
            icon={<IconChecklist size={16} aria-hidden />}
            ability={abilityFor(me, listScorecards)}
          />
          <NavEntry
            to={paths.notices}
            label="Notices"
            icon={<IconBell size={16} aria-hidden />}
            trailing={<NoticeCount count={notices} />}
          />
        </ul>
      </nav>
      <AccountMenu />
    </div>
  )
}
