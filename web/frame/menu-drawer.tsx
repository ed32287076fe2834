import { Drawer } from '@mantine/core'
import classes from './menu-drawer.module.css'
import { Sidebar } from './sidebar.tsx'

type Props = { opened: boolean; onClose: () => void; onClosed: () => void; onSearch: () => void }

/** The sidebar where there is no room for it beside the page. */
export const MenuDrawer = ({ opened, onClose, onClosed, onSearch }: Props) => (
  <Drawer
    opened={opened}
    onClose={onClose}
    onExitTransitionEnd={onClosed}
    size={260}
    title="Portico"
    hiddenFrom="md"
    closeButtonProps={{ 'aria-label': 'Close the menu' }}
    classNames={{ content: classes.drawer, body: classes.drawerBody }}
  >
    <Sidebar isInDrawer onSearch={onSearch} />
  </Drawer>
)
