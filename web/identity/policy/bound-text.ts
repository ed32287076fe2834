import type { MyTokenPolicy } from '../../../contract/identity/policy.ts'
import { dayText } from '../../core/ui/instant-text.ts'

/** How the policy bounds the expiration date of a token. */
export type Bounds = Pick<MyTokenPolicy, 'longestDays' | 'latestDay' | 'expiryRequired'>

export const daysText = (days: number) => (days === 1 ? '1 day' : `${days} days`)

/** How long a token may work, in the zone whose last day was asked for; undefined where it may work forever. */
export const boundText = ({ longestDays, latestDay, expiryRequired }: Bounds): string | undefined => {
  if (longestDays !== null && latestDay !== null)
    return `Your workspace allows up to ${daysText(longestDays)} (until ${dayText(latestDay)}).`
  return expiryRequired ? 'Your workspace requires an expiration date for every token.' : undefined
}
