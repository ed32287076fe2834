import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { computeExpiry } from '../../../contract/identity/tokens.ts'
import { fieldError } from '../../core/api/api-error.ts'
import { ask } from '../../core/api/queries.ts'
import { chosenZone } from '../../core/ui/preferences.ts'
import { type Bounds, boundText } from '../policy/bound-text.ts'
import { useMyPolicy } from '../policy/my-policy.ts'
import { allowedChoice, NO_BOUNDS } from './allowed-choice.ts'
import { type Choice, type ChosenExpiry, choiceOfDays, type Days, dayIn, dayOf } from './expiry-choice.ts'

export type ExpiryState = ReturnType<typeof useExpiry>

type Options = {
  readonly days?: Days | undefined
  readonly timeZone?: string | undefined
  /** Whether the policy for personal tokens applies. */
  readonly isPoliced?: boolean
}

/** The expiration date as it is being chosen, with the server's word on when that is. Today is the day the dialog was opened. */
export const useExpiry = ({ days, timeZone: zone, isPoliced = true }: Options = {}) => {
  const [now] = useState(() => Date.now())
  const [timeZone, setTimeZone] = useState(() => zone ?? chosenZone())
  const [start] = useState(() => choiceOfDays(days, timeZone, now))
  const [own, setOwn] = useState<ChosenExpiry>()
  const policy = useMyPolicy(timeZone)
  const bounds = (isPoliced ? policy : undefined) ?? NO_BOUNDS
  const { choice, picked } = own ?? allowedChoice(start, bounds)
  const day = dayOf({ choice, picked }, timeZone, now)
  const answer = useQuery({
    ...ask(computeExpiry, { query: { date: day ?? '', timeZone } }),
    enabled: day !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const stops = day !== undefined && answer.data?.expirationDate ? Date.parse(answer.data.expirationDate) : undefined
  return {
    choice,
    setChoice: (next: Choice) => setOwn({ choice: next, picked }),
    picked,
    setPicked: (day: string) => setOwn({ choice, picked: day }),
    timeZone,
    setTimeZone,
    policy: isPoliced ? policy : undefined,
    bounds,
    today: dayIn(timeZone, now),
    /** The last day of a choice that has one. */
    dayOf: (one: Choice) => (one === 'day' ? undefined : dayOf({ choice: one, picked: '' }, timeZone, now)),
    answer: day === undefined ? undefined : answer,
    stops,
    zoneFault: fieldError(answer.error, 'timeZone'),
    /** What keeps it from being sent. */
    fault:
      faultOf({ choice, day, stops }, bounds) ??
      fieldError(answer.error, 'expirationDate') ??
      fieldError(answer.error, 'date'),
    /** As it is sent: a day with its zone, or nothing. */
    chosen: day === undefined ? {} : { expirationDate: day, timeZone },
  }
}

type Chosen = { choice: Choice; day: string | undefined; stops: number | undefined }

const faultOf = ({ choice, day, stops }: Chosen, bounds: Bounds) => {
  if (choice === 'never') return undefined
  if (day === undefined) return 'Pick the last day it should work.'
  if (stops !== undefined && stops <= Date.now()) return 'Choose today or a later date.'
  return choice === 'day' && bounds.latestDay !== null && day > bounds.latestDay ? boundText(bounds) : undefined
}
