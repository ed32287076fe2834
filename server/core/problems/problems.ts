/** The catalogue of everything that can go wrong and is no bug: thrown anywhere, answered in one place. */
import type { ErrorResponse } from '../../../contract/core/errors.ts'

type Extra = {
  missingPermission?: string
  proofNeeded?: true
  /** A few words for the activity of a credential and the audit log. */
  reason?: string
  field?: string
  headers?: Record<string, string>
  body?: unknown
}

/** What is the same for all problems of one kind; `message` is the reason phrase of the status. */
export type ProblemKind = {
  readonly status: number
  readonly type: ErrorResponse['type']
  readonly message: string
}

const BAD_REQUEST: ProblemKind = { status: 400, type: 'BAD_REQUEST', message: 'Bad Request' }
const UNAUTHORIZED: ProblemKind = { status: 401, type: 'UNAUTHORIZED', message: 'Unauthorized' }
const FORBIDDEN: ProblemKind = { status: 403, type: 'FORBIDDEN', message: 'Forbidden' }
const NOT_FOUND: ProblemKind = { status: 404, type: 'NOT_FOUND', message: 'Not Found' }
const METHOD_NOT_ALLOWED: ProblemKind = { status: 405, type: 'METHOD_NOT_ALLOWED', message: 'Method Not Allowed' }
const REQUEST_TIMEOUT: ProblemKind = { status: 408, type: 'REQUEST_TIMEOUT', message: 'Request Timeout' }
const CONFLICT: ProblemKind = { status: 409, type: 'CONFLICT', message: 'Conflict' }
const TOO_LARGE: ProblemKind = { status: 413, type: 'BAD_REQUEST', message: 'Payload Too Large' }
const UNSUPPORTED: ProblemKind = { status: 415, type: 'BAD_REQUEST', message: 'Unsupported Media Type' }
const TOO_MANY_REQUESTS: ProblemKind = { status: 429, type: 'UNCATEGORIZED', message: 'Too Many Requests' }
const CLIENT_CLOSED: ProblemKind = { status: 499, type: 'UNCATEGORIZED', message: 'Client Closed Request' }
const OUTCOME_UNKNOWN: ProblemKind = { status: 500, type: 'OUTCOME_UNKNOWN', message: 'Internal Server Error' }
const UNAVAILABLE: ProblemKind = { status: 503, type: 'UNCATEGORIZED', message: 'Service Unavailable' }

export class Problem extends Error {
  readonly status: number
  readonly type: ErrorResponse['type']
  readonly details: string
  readonly extra: Extra
  constructor({ status, type, message }: ProblemKind, details: string, extra: Extra = {}) {
    const depth = Error.stackTraceLimit
    Error.stackTraceLimit = 0 // an expected answer needs no stack, and a flood of refusals must stay cheap
    super(message)
    Error.stackTraceLimit = depth
    this.status = status
    this.type = type
    this.details = details
    this.extra = extra
  }
}

/** Square brackets break the markup in which command-line clients print errors. */
export const withoutBrackets = (text: string) => text.replaceAll('[', '(').replaceAll(']', ')')

export const badRequest = (details: string, field?: string) =>
  new Problem(BAD_REQUEST, details, field === undefined ? {} : { field })

/** A 400 that carries a body of its own, such as the violations of a descriptor. */
export const refusedWith = (body: unknown, details: string) => new Problem(BAD_REQUEST, details, { body })

const bearer = (error?: string, description?: string) => ({
  'www-authenticate': error
    ? `Bearer realm="Portico", error="${error}", error_description="${description}"`
    : 'Bearer realm="Portico"',
})

/** RFC 6750 §3: without credentials the challenge carries no error code. */
export const nothingSent = () =>
  new Problem(UNAUTHORIZED, 'Sign in, or send an Authorization: Bearer YOUR_TOKEN header.', {
    headers: bearer(),
  })

const headerSafe = (text: string) => text.replace(/["\\]/g, "'").replace(/[^\x20-\x7e]/g, '?')

export const invalidToken = (details: string, reason?: string) =>
  new Problem(UNAUTHORIZED, details, {
    headers: bearer('invalid_token', headerSafe(details)),
    ...(reason === undefined ? {} : { reason }),
  })

export const sessionEnded = () =>
  new Problem(UNAUTHORIZED, 'Your session has ended. Sign in again.', {
    headers: bearer(),
    reason: 'session ended',
  })

export const wrongPassword = () => new Problem(UNAUTHORIZED, 'The email or the password is wrong.')

export const forbidden = (details: string, missingPermission?: string, reason?: string) =>
  new Problem(FORBIDDEN, details, {
    ...(missingPermission === undefined ? {} : { missingPermission }),
    ...(reason === undefined ? {} : { reason }),
  })

export const proofNeeded = () =>
  new Problem(FORBIDDEN, 'Confirm your identity to continue.', {
    proofNeeded: true,
  })

/** RFC 6750 §3.1: the challenge of a bearer that is valid but not allowed this. */
export const insufficientScope = (problem: Problem) =>
  new Problem(problem, problem.details, {
    ...problem.extra,
    headers: bearer('insufficient_scope', headerSafe(problem.details)),
  })

/** `thing` says what was looked for, e.g. `There is no entity with the tag or identifier x.` */
export const notFound = (thing: string) => new Problem(NOT_FOUND, thing)

export const methodNotAllowed = (method: string, allowed: readonly string[]) =>
  new Problem(METHOD_NOT_ALLOWED, `${method} isn't allowed here. Allowed: ${allowed.join(', ')}.`, {
    headers: { allow: allowed.join(', ') },
  })

export const conflict = (details: string, field?: string) =>
  new Problem(CONFLICT, details, field === undefined ? {} : { field })

export const changedMeanwhile = () =>
  conflict('This was changed by someone else in the meantime. Reload it, then repeat your change.')

export const requestTimeout = (details: string) => new Problem(REQUEST_TIMEOUT, details)

/** Of a client that hung up before its request was complete: it reaches the log alone. */
export const clientClosed = () => new Problem(CLIENT_CLOSED, 'The connection was closed by the client.')

export const tooLarge = (details = 'A body can have up to 2 MB.') => new Problem(TOO_LARGE, details)

/** RFC 9110 §15.5.16: the header says what could be sent. */
export const unsupportedEncoding = () =>
  new Problem(UNSUPPORTED, "This Content-Encoding isn't supported. Send the body with gzip, or uncompressed.", {
    headers: { 'accept-encoding': 'gzip' },
    field: 'Content-Encoding',
  })

export const tooManyRequests = (retryAfterSeconds: number, detail: string) =>
  new Problem(TOO_MANY_REQUESTS, detail, {
    headers: { 'retry-after': String(retryAfterSeconds), 'content-type': 'application/problem+json' },
    body: { type: 'about:blank', title: 'Too Many Requests', status: 429, detail, retryAfter: retryAfterSeconds },
  })

export const unavailable = (details: string) => new Problem(UNAVAILABLE, details, { headers: { 'retry-after': '5' } })

/** No `Retry-After`: sent again, the request could be carried out twice. */
export const outcomeUnknown = () =>
  new Problem(
    OUTCOME_UNKNOWN,
    'The connection to the database was lost while your change was being saved. Check whether it was saved before you try again.',
  )

/** What a Problem looks like on the wire. */
export const presentProblem = (problem: Problem, requestId: string): unknown => {
  if (problem.extra.body !== undefined) return problem.extra.body
  const { missingPermission, proofNeeded, field } = problem.extra
  const body: ErrorResponse = {
    message: problem.message,
    type: problem.type,
    details: withoutBrackets(problem.details),
    httpStatus: problem.status,
    requestId,
    ...(missingPermission === undefined ? {} : { missingPermission }),
    ...(proofNeeded === undefined ? {} : { proofNeeded }),
    ...(field === undefined ? {} : { field: withoutBrackets(field) }),
  }
  return body
}
