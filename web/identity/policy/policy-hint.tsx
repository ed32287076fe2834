import { Text } from '@mantine/core'
import type { MyTokenPolicy } from '../../../contract/identity/policy.ts'

/** What else the policy asks of the token that is being created, before it is sent. */
export const PolicyHint = ({ policy }: { policy: MyTokenPolicy | undefined }) => {
  if (!policy) return null
  const { readOnlyRequired, idleDays } = policy
  const lines = [
    readOnlyRequired && 'Your workspace requires your tokens to be read-only.',
    idleDays !== null && `It is revoked if it is not used for ${idleDays} days; you are warned before that.`,
  ].filter(line => line !== false)
  if (lines.length === 0) return null
  return (
    <Text size="sm" c="dimmed">
      {lines.join(' ')}
    </Text>
  )
}
