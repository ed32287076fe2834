/** What a Scorecard is, as read from its descriptor, and what of it is stored beside the source text. */
import type { Scorecard as Answered } from '../../contract/scorecards.ts'

export type Rule = Answered['rules'][number]
export type Filter = NonNullable<Answered['filter']>
export type Level = NonNullable<Answered['levels']>[number]['level']

/** The `document` column: in the very shapes in which an answer carries them. */
export type ScorecardDocument = Pick<Answered, 'notifications' | 'exemptions' | 'evaluation' | 'filter'> & {
  /** Lowest first; undefined without a ladder. */
  readonly levels?: Level[] | undefined
  readonly rules: Rule[]
}

export type Scorecard = {
  readonly tag: string
  readonly name: string
  readonly description: string | undefined
  readonly isDraft: boolean
  readonly document: ScorecardDocument
}
