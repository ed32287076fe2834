/** The one place where a thrown thing becomes an answer. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { OutcomeUnknown, Unavailable, type Why } from '../db/failures.ts'
import {
  badRequest,
  clientClosed,
  notFound,
  outcomeUnknown,
  Problem,
  presentProblem,
  tooLarge,
  unavailable,
} from '../problems/problems.ts'

export type Refine = (request: FastifyRequest, error: unknown) => unknown
export type ReportBug = (request: FastifyRequest, error: unknown) => void

const codeOf = (error: unknown) =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
const statusOf = (error: unknown) =>
  typeof error === 'object' && error !== null && 'statusCode' in error ? Number(error.statusCode) : 500

const WHY: Readonly<Record<Why, string>> = {
  busy: 'The database is busy. Nothing was changed. Try again in a few seconds.',
  full: 'The database has no space left. Nothing was changed. Contact an administrator.',
  unreachable: "The database can't be reached right now. Nothing was changed. Try again in a few seconds.",
}

/** Only what the database layer says of itself: a reset connection can just as well be the caller's who hung up. */
const asProblem = (error: unknown): Problem | undefined => {
  if (error instanceof Problem) return error
  if (error instanceof Unavailable) return unavailable(WHY[error.why])
  if (error instanceof OutcomeUnknown) return outcomeUnknown()
  if (codeOf(error) === 'FST_ERR_CTP_BODY_TOO_LARGE') return tooLarge()
  const status = statusOf(error)
  return status >= 400 && status < 500 ? badRequest('The request could not be read.') : undefined
}

const BUG = new Problem(
  { status: 500, type: 'UNHANDLED_EXCEPTION', message: 'Internal Server Error' },
  'An unexpected error occurred. The server log has the details under this request ID.',
)

/** Whether nothing declares what was thrown. */
export const isBug = (error: unknown): boolean => asProblem(error) === undefined

/** What is answered to anything thrown. */
export const problemOf = (error: unknown): Problem => asProblem(error) ?? BUG

export const sendProblem = (request: FastifyRequest, reply: FastifyReply, problem: Problem) =>
  reply
    .code(problem.status)
    .header('content-type', 'application/json; charset=utf-8')
    .header('cache-control', 'no-store')
    .headers(problem.extra.headers ?? {})
    .send(JSON.stringify(presentProblem(problem, request.id)))

export const answerErrors = (app: FastifyInstance, refine: Refine, reportBug: ReportBug) => {
  app.setErrorHandler((thrown, request, reply) => {
    // The very error that ended the body: nobody is left to read an answer, and nothing is wrong here.
    if (thrown === request.raw.errored) return sendProblem(request, reply, clientClosed())
    const error = refine(request, thrown)
    const problem = problemOf(error)
    if (problem.status >= 500) reportBug(request, error)
    return sendProblem(request, reply, problem)
  })
}

export const nothingThere = (path: string) => notFound(`Nothing exists at ${path.slice(0, 200)}.`)
