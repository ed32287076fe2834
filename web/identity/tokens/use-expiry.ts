import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { computeExpiry } from '../../../contract/identity/tokens.ts'
import { fieldError } from '../../core/api/api-error.ts'
import { ask } from '../../core/api/queries.ts'
import { browserZone, type Choice, choiceOfDays, type Days, dayIn, dayOf } from './expiry-choice.ts'

export type ExpiryState = ReturnType<typeof useExpiry>

/** The expiration date as it is being chosen, with the server's word on when that is. Today is the day the dialog was opened. */
export const useExpiry = (days: Days | undefined, zone?: string) => {
  const [now] = useState(() => Date.now())
  const [timeZone, setTimeZone] = useState(() => zone ?? browserZone())
  const [start] = useState(() => choiceOfDays(days, timeZone, now))
  const [choice, setChoice] = useState<Choice>(start.choice)
  const [picked, setPicked] = useState(start.picked)
  const day = dayOf({ choice, picked }, timeZone, now)
  const answer = useQuery({
    ...ask(computeExpiry, { query: { date: day ?? '', timeZone } }),
    enabled: day !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const stops = day !== undefined && answer.data?.expirationDate ? Date.parse(answer.data.expirationDate) : undefined
  const zoneFault = fieldError(answer.error, 'timeZone')
  return {
    choice,
    setChoice,
    picked,
    setPicked,
    timeZone,
    setTimeZone,
    today: dayIn(timeZone, now),
    answer: day === undefined ? undefined : answer,
    stops,
    zoneFault,
    /** What keeps it from being sent. */
    fault:
      faultOf(choice, day, stops) ?? fieldError(answer.error, 'expirationDate') ?? fieldError(answer.error, 'date'),
    /** As it is sent: a day with its zone, or nothing. */
    chosen: day === undefined ? {} : { expirationDate: day, timeZone },
  }
}

const faultOf = (choice: Choice, day: string | undefined, stops: number | undefined) => {
  if (choice === 'never') return undefined
  if (day === undefined) return 'Pick the last day it should work.'
  return stops !== undefined && stops <= Date.now() ? 'Choose today or a later date.' : undefined
}
