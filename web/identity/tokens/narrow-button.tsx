import { useState } from 'react'
import type { PersonalToken } from '../../../contract/identity/tokens.ts'
import { ActionButton } from '../../core/ui/action-button.tsx'
import { lazyDialog } from '../../core/ui/lazy-dialog.tsx'
import { isOver } from './token-states.ts'

const NarrowDialog = lazyDialog(async () => (await import('./narrow-dialog.tsx')).NarrowDialog)

export const NarrowButton = ({ token }: { token: PersonalToken }) => {
  const [isOpen, setOpen] = useState(false)
  if (isOver(token)) return null
  return (
    <>
      <ActionButton variant="default" size="xs" mt={6} ability={token.abilities?.edit} onClick={() => setOpen(true)}>
        Narrow to what it used in 90 days
      </ActionButton>
      <NarrowDialog token={token} opened={isOpen} onClose={() => setOpen(false)} />
    </>
  )
}
