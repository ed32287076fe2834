import { UnstyledButton } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import classes from './sidebar.module.css'

const IS_MAC = /mac|iphone|ipad/i.test(navigator.platform)

/** Opens the palette. */
export const SearchButton = ({ onClick }: { onClick: () => void }) => (
  <UnstyledButton
    className={classes.search}
    aria-haspopup="dialog"
    aria-keyshortcuts="Control+K Meta+K"
    onClick={onClick}
  >
    <IconSearch size={14} aria-hidden />
    Search
    <kbd aria-hidden className={classes.key}>
      {IS_MAC ? '⌘ K' : 'Ctrl K'}
    </kbd>
  </UnstyledButton>
)
