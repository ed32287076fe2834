import { notifications } from '@mantine/notifications'

/** Says in passing that something was done: `Token revoked`. Never for errors: those stay where they happened. */
export const notice = (message: string) => notifications.show({ message, withBorder: true })
