import { Group, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './error-state.module.css'

type Props = {
  /** The short word, e.g. `Forbidden`. */
  title: string
  details?: string
  /** Names the request in the server's log. */
  requestId?: string
  /** What to do next: a link to My permissions, a button to try again. */
  action?: ReactNode
}

/** A refusal or a fault, where the thing would have been. Also fit for above a form's buttons. */
export const ErrorState = ({ title, details, requestId, action }: Props) => (
  <Stack role="alert" gap={4} className={classes.error}>
    <Text fw={600}>{title}</Text>
    {details && <Text>{details}</Text>}
    {requestId && (
      <Text size="xs" c="dimmed">
        Request <span className="mono">{requestId}</span>
      </Text>
    )}
    {action && (
      <Group mt={4} gap="sm">
        {action}
      </Group>
    )}
  </Stack>
)
