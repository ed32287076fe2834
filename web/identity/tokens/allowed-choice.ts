/** Which expiration dates the workspace's policy leaves. Pure. */
import { type Bounds, daysText } from '../policy/bound-text.ts'
import { CHOICES, type Choice, type ChosenExpiry } from './expiry-choice.ts'

export const NO_BOUNDS: Bounds = { longestDays: null, latestDay: null, expiryRequired: false }

/** Why a choice can't be made, in the words that fit beside it; undefined where it can. */
export const whyNot = (choice: Choice, { longestDays, expiryRequired }: Bounds): string | undefined => {
  if (choice === 'day') return undefined
  if (choice === 'never') return longestDays !== null || expiryRequired ? 'A date is required' : undefined
  return longestDays !== null && Number(choice) > longestDays ? `Longer than ${daysText(longestDays)}` : undefined
}

const longestAllowed = (bounds: Bounds): ChosenExpiry => {
  const choice = CHOICES.findLast(one => one !== 'day' && one !== 'never' && whyNot(one, bounds) === undefined)
  return choice ? { choice, picked: '' } : { choice: 'day', picked: bounds.latestDay ?? '' }
}

/** The choice to begin with, or the longest one that the policy leaves. */
export const allowedChoice = (start: ChosenExpiry, bounds: Bounds): ChosenExpiry => {
  const { latestDay } = bounds
  const isTooLate = start.choice === 'day' && latestDay !== null && start.picked > latestDay
  return isTooLate || whyNot(start.choice, bounds) !== undefined ? longestAllowed(bounds) : start
}
