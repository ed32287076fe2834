import { Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'

/** Says that there is nothing, and the next step. */
export const EmptyState = ({
  children,
  action,
  ask,
}: {
  children: ReactNode
  action?: ReactNode
  /** A question that people have here, with its answer. */
  ask?: ReactNode
}) => (
  <Stack align="center" gap="sm" py="xl" px="md" ta="center">
    <Text c="dimmed" maw={480}>
      {children}
    </Text>
    {action}
    {ask}
  </Stack>
)
