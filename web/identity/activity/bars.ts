/** Counts by the hour as the bars of a chart: the last 48 hours, or the last 90 days of the reader's calendar. Pure. */

import type { AnswerOf } from '../../../contract/core/operation.ts'
import type { tokenHours } from '../../../contract/identity/activity.ts'
import { readerLocale } from '../../core/ui/preferences.ts'

type Hours = AnswerOf<typeof tokenHours>['hours']

export type Span = 'hours' | 'days'
export type Bar = { readonly at: number; readonly label: string; readonly calls: number; readonly refused: number }

const HOUR = 3_600_000
const COUNTS = { hours: 48, days: 90 } as const

const startOfHour = (at: number) => Math.floor(at / HOUR) * HOUR

const dayText = (at: Date) => at.toLocaleDateString(readerLocale(), { day: 'numeric', month: 'short', year: 'numeric' })
const hourText = (at: Date) =>
  `${dayText(at)}, ${at.toLocaleTimeString(readerLocale(), { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })}`

const TEXTS = { hours: hourText, days: dayText } as const

/** The beginnings of the slots, oldest first; days are counted on the calendar, whatever hours they have. */
const slotsOf = (span: Span, now: number): Date[] => {
  const steps = Array.from({ length: COUNTS[span] }, (_, i) => COUNTS[span] - 1 - i)
  if (span === 'hours') return steps.map(back => new Date(startOfHour(now) - back * HOUR))
  const today = new Date(now)
  return steps.map(back => new Date(today.getFullYear(), today.getMonth(), today.getDate() - back))
}

export const barsOf = (hours: Hours, span: Span, now: number): Bar[] => {
  const text = TEXTS[span]
  const byLabel = Map.groupBy(hours, ({ hour }) => text(new Date(hour)))
  return slotsOf(span, now).map(at => {
    const within = byLabel.get(text(at)) ?? []
    return {
      at: at.getTime(),
      label: text(at),
      calls: within.reduce((sum, { calls }) => sum + calls, 0),
      refused: within.reduce((sum, { refused }) => sum + refused, 0),
    }
  })
}
