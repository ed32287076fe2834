import { Text } from '@mantine/core'
import type { MyTokenPolicy } from '../../../contract/identity/policy.ts'

const dayText = (day: string) =>
  new Date(`${day}T12:00:00Z`).toLocaleDateString('en-US', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  })

/** What the policy asks of the token that is being created, before it is sent. */
export const PolicyHint = ({ policy }: { policy: MyTokenPolicy | undefined }) => {
  if (!policy) return null
  const { longestDays, latestDay, expiryRequired, readOnlyRequired, idleDays } = policy
  const lines = [
    longestDays !== null &&
      latestDay !== null &&
      `Your workspace allows up to ${longestDays} days: until ${dayText(latestDay)}.`,
    longestDays === null && expiryRequired && 'Your workspace requires an expiration date for every token.',
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
