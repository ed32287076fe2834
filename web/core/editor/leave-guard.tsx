import { useBlocker } from '@tanstack/react-router'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'

/** Asks before changes are lost: a dialog inside the app, the browser's own question on reload and close. */
export const LeaveGuard = ({ isDirty }: { isDirty: () => boolean }) => {
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) => current.pathname !== next.pathname && isDirty(),
    enableBeforeUnload: isDirty,
    withResolver: true,
  })
  return (
    <ConfirmDialog
      opened={status === 'blocked'}
      title="Leave without saving?"
      confirmLabel="Leave"
      onConfirm={() => proceed?.()}
      onClose={() => reset?.()}
    >
      Your changes to the descriptor are not saved. They are lost when you leave.
    </ConfirmDialog>
  )
}
