/** The last day a token works, as the dialog offers it. A day is one of the chosen zone's calendar. */
import { browserZone, chosenZone } from '../../core/ui/preferences.ts'

export const CHOICES = ['7', '30', '90', '365', 'day', 'never'] as const
export type Choice = (typeof CHOICES)[number]

export const CHOICE_LABELS = {
  7: '7 days',
  30: '30 days',
  90: '90 days',
  365: '1 year',
  day: 'Pick a date',
  never: 'No expiration',
} as const satisfies Record<Choice, string>

export const DEFAULT_CHOICE: Choice = '90'

const DAY_MS = 86_400_000

/** The day it is at an instant in a zone, `2027-02-21`. */
export const dayIn = (timeZone: string, at: number): string => {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'iso8601',
    numberingSystem: 'latn',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(at)
  const part = (type: string) => parts.find(one => one.type === type)?.value ?? ''
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`
}

/** Counts days of the calendar, whatever hours they have; undefined where the calendar ends. */
export const addDays = (day: string, days: number): string | undefined => {
  const at = Date.parse(`${day}T00:00:00Z`) + days * DAY_MS
  const text = Number.isNaN(new Date(at).getTime()) ? '' : new Date(at).toISOString().slice(0, 10)
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : undefined
}

/** What was chosen; `picked` is the day, or nothing yet, where it is to be picked. */
export type ChosenExpiry = { readonly choice: Choice; readonly picked: string }

/** The last day of a choice; undefined for "No expiration" and while no day is picked. */
export const dayOf = ({ choice, picked }: ChosenExpiry, timeZone: string, now: number): string | undefined => {
  if (choice === 'never') return undefined
  if (choice === 'day') return /^\d{4}-\d{2}-\d{2}$/.test(picked) ? picked : undefined
  return addDays(dayIn(timeZone, now), Number(choice))
}

/** How many days a token is to work, from today. */
export type Days = number | 'never'

/** `?days=30` chooses 30 days, `?days=45` the day 45 days from today; anything else the default. */
export const choiceOfDays = (days: Days | undefined, timeZone: string, now: number): ChosenExpiry => {
  if (days === undefined) return { choice: DEFAULT_CHOICE, picked: '' }
  if (days === 'never') return { choice: 'never', picked: '' }
  const offered = CHOICES.find(choice => choice === String(days))
  if (offered) return { choice: offered, picked: '' }
  const picked = addDays(dayIn(timeZone, now), days)
  return picked ? { choice: 'day', picked } : { choice: DEFAULT_CHOICE, picked: '' }
}

/** For how many days a token was meant to work when it was created. */
export const daysOf = (createdAt: number, lastDay: string, timeZone: string): number =>
  Math.max(0, Math.round((Date.parse(lastDay) - Date.parse(dayIn(timeZone, createdAt))) / DAY_MS))

/** Every zone the browser knows, its own, the chosen one and UTC included. */
export const timeZones = (): string[] =>
  [...new Set(['UTC', browserZone(), chosenZone(), ...Intl.supportedValuesOf('timeZone')])].sort()
