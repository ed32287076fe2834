/** What a task threw, as plain data that reaches the caller's thread: there it is thrown again. */
import { Unavailable, type Why } from '../db/failures.ts'
import { Problem, type ProblemKind } from '../problems/problems.ts'

type Refusal = ProblemKind & Pick<Problem, 'details' | 'extra'>

export type Failure =
  | { readonly refusal: Refusal }
  | { readonly unavailable: Why; readonly stack: string }
  | { readonly stack: string }

export const stackOf = (error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : String(error))

export const failureOf = (error: unknown): Failure => {
  if (error instanceof Problem) {
    const { status, type, message, details, extra } = error
    return { refusal: { status, type, message, details, extra } }
  }
  if (error instanceof Unavailable) return { unavailable: error.why, stack: stackOf(error.cause) }
  return { stack: stackOf(error) }
}

export const errorFrom = (failure: Failure, task: string): Error => {
  if ('refusal' in failure) {
    const { details, extra, ...kind } = failure.refusal
    return new Problem(kind, details, extra)
  }
  const error = new Error(`${task}: ${failure.stack}`)
  return 'unavailable' in failure ? new Unavailable(failure.unavailable, error) : error
}
