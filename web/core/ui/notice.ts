let isUsed = false
let onUsed = () => {}

/** Says in passing that something was done: `Token revoked`. Never for errors: those stay where they happened. */
export const notice = async (message: string) => {
  isUsed = true
  onUsed()
  const { notifications } = await import('@mantine/notifications')
  notifications.show({ message, withBorder: true, closeButtonProps: { 'aria-label': 'Dismiss' } })
}

/** For `useSyncExternalStore`: whether there ever was a notice. */
export const noticeUse = {
  subscribe: (told: () => void) => {
    onUsed = told
    return () => {
      onUsed = () => {}
    }
  },
  isUsed: () => isUsed,
}
