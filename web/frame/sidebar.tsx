import { NoticeBell } from '../outbound/notices/notice-bell.tsx'
import { AccountMenu } from './account-menu.tsx'
import { HelpButton } from './help-button.tsx'
import { MainMenu } from './main-menu.tsx'
import { Mark } from './mark.tsx'
import { SearchButton } from './search-button.tsx'
import { SettingsMenu } from './settings-menu.tsx'
import classes from './sidebar.module.css'
import { useSettingsBack } from './use-settings-back.ts'

/** The one menu on the screen: the sections or, in the settings, theirs; and the person bottom left. */
export const Sidebar = ({ isInDrawer = false, onSearch }: { isInDrawer?: boolean; onSearch: () => void }) => {
  const back = useSettingsBack()
  return (
    <div className={classes.side}>
      {!isInDrawer && (
        <div className={classes.head}>
          <Mark />
          <NoticeBell />
        </div>
      )}
      <SearchButton onClick={onSearch} />
      {back === undefined ? <MainMenu /> : <SettingsMenu back={back} />}
      <div className={classes.foot}>
        <HelpButton />
        <AccountMenu />
      </div>
    </div>
  )
}
