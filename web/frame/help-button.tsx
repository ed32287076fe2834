import { UnstyledButton } from '@mantine/core'
import { IconHelp } from '@tabler/icons-react'
import { useHelp } from '../core/layout/help.tsx'
import entryClasses from './nav-entry.module.css'

/** Asks the documentation about the page that is open. */
export const HelpButton = () => {
  const openHelp = useHelp()
  return (
    <UnstyledButton
      className={entryClasses.entry}
      aria-haspopup="dialog"
      aria-keyshortcuts="?"
      onClick={() => openHelp?.()}
    >
      <IconHelp size={16} aria-hidden />
      Help
    </UnstyledButton>
  )
}
