import * as T from 'typebox'

/** The kind of error. A 401 has UNAUTHORIZED, which Cortex's list lacks. */
export const ERROR_TYPES = [
  'BAD_REQUEST',
  'UNAUTHORIZED',
  'FORBIDDEN',
  'NOT_FOUND',
  'METHOD_NOT_ALLOWED',
  'CONFLICT',
  'REQUEST_TIMEOUT',
  'UNHANDLED_EXCEPTION',
  'OUTCOME_UNKNOWN',
  'UNCATEGORIZED',
] as const

export const ErrorResponse = T.Object(
  {
    message: T.String({ description: 'The standard phrase for the status, for example Forbidden' }),
    type: T.Enum(ERROR_TYPES),
    details: T.Optional(T.String({ description: 'What happened, why, and what to do next' })),
    httpStatus: T.Optional(T.Integer()),
    requestId: T.Optional(T.String({ description: 'Identifies this request in the server log' })),
    missingPermission: T.Optional(T.String({ description: 'On a 403: the missing permission' })),
    proofNeeded: T.Optional(
      T.Boolean({ description: 'On a 403: confirm your identity (POST /api/v1/auth/proof), then repeat the request' }),
    ),
    field: T.Optional(T.String({ description: 'On a 400: the invalid parameter or property' })),
  },
  { $id: 'ErrorResponse' },
)

export type ErrorResponse = T.Static<typeof ErrorResponse>

export const TooManyRequestsProblem = T.Object(
  {
    type: T.String(),
    title: T.String(),
    status: T.Integer(),
    detail: T.Optional(T.String()),
    instance: T.Optional(T.String()),
    retryAfter: T.Optional(T.Integer({ description: 'Seconds to wait before a retry' })),
  },
  { $id: 'TooManyRequestsProblemDetail' },
)
