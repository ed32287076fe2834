/** What a Scorecard is, as read from its descriptor, and what of it is stored beside the source text. */
import type { Scorecard as Answered } from '../../../contract/standards/scorecards.ts'

export type Rule = Answered['rules'][number]
export type Filter = NonNullable<Answered['filter']>
export type Level = NonNullable<Answered['levels']>[number]['level']

/** The `document` column: in the very shapes in which an answer carries them. */
export type ScorecardDocument = Pick<Answered, 'notifications' | 'exemptions' | 'evaluation' | 'filter'> & {
  /** Lowest first; undefined without a ladder. */
  readonly levels?: Level[] | undefined
  readonly rules: Rule[]
}

/** Of the `document` column. @throws Error where it is none: saving the descriptor again rewrites it */
export const readDocument = (text: string): ScorecardDocument => {
  const document: ScorecardDocument | null = JSON.parse(text)
  if (!document || !Array.isArray(document.rules)) throw new Error('the stored document is not one of a Scorecard')
  return document
}

export type Scorecard = {
  readonly tag: string
  readonly name: string
  readonly description: string | undefined
  readonly isDraft: boolean
  readonly document: ScorecardDocument
}
