/** What the form of a descriptor works on: an entity's or a Scorecard's. */
import type { Violation } from '../../../contract/catalog/entities.ts'
import type { EntityPreview } from '../../../contract/catalog/previews.ts'
import { ApiError } from '../api/api-error.ts'

/** A descriptor as it is stored, and the version that a change of it must name. */
export type Stored = { text: string; version: number }

export type Preview = { violations: Violation[]; preview: EntityPreview }

export type DescriptorSource = {
  /** Tells its checks from those of another. */
  key: string
  /** Answers what is wrong with the text; stores nothing. */
  check: (text: string, signal: AbortSignal) => Promise<Violation[]>
  /** Returns what storing the text would change, and stores nothing. Without it, a text is saved without a review. @throws as `save` does */
  preview?: (text: string, version: number | undefined) => Promise<Preview>
  /** Stores the text and answers the tag it has. @throws ApiError with `violations` where it is refused */
  save: (text: string, version: number | undefined) => Promise<string | undefined>
  /** Reads what is stored now; not there for something new. */
  load?: () => Promise<Stored>
}

/** A refusal that carries violations is an answer of the check, not a failure of it. */
export const violationsIn = (error: unknown): Violation[] | undefined =>
  error instanceof ApiError && error.violations.length > 0 ? error.violations : undefined

/** @throws what is not about the text itself: no connection, a missing permission, a conflict */
export const violationsOf = async (checking: Promise<Violation[]>): Promise<Violation[]> => {
  try {
    return await checking
  } catch (error) {
    const violations = violationsIn(error)
    if (violations) return violations
    throw error
  }
}
