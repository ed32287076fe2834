import type { Limits } from '../../../contract/identity/limits.ts'
import type { PersonalToken } from '../../../contract/identity/tokens.ts'
import { type Days, daysOf } from './expiry-choice.ts'

/** What the form begins with. */
export type Prefilled = {
  name?: string
  description?: string
  days?: Days
  timeZone?: string
  limits?: Limits
  rotatesItself?: boolean
}

/** A token that works as long as this one was to work, with its limits. */
export const likeToken = (token: PersonalToken): Prefilled => {
  const { name, description, createdDate, expirationDate, lastDay, timeZone, limits, rotatesItself } = token
  const zone = timeZone ?? 'UTC'
  const end = lastDay ?? expirationDate?.slice(0, 10)
  return {
    name,
    description: description ?? '',
    days: end ? daysOf(Date.parse(createdDate), end, zone) : 'never',
    ...(timeZone ? { timeZone } : {}),
    limits,
    rotatesItself,
  }
}
