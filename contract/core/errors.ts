import * as T from 'typebox'

/** What kind of thing went wrong. A 401 says UNAUTHORIZED, which the field's list lacks. */
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
    message: T.String({ description: 'The short word for the status, e.g. Forbidden' }),
    type: T.Enum(ERROR_TYPES),
    details: T.Optional(T.String({ description: 'What happened, why, and what to do next' })),
    httpStatus: T.Optional(T.Integer()),
    requestId: T.Optional(T.String({ description: 'Names this request in the server log' })),
    missingPermission: T.Optional(T.String({ description: 'On a 403: the permission that would be needed' })),
    proofNeeded: T.Optional(
      T.Boolean({ description: 'On a 403: prove who you are (POST /api/v1/auth/proof), then ask again' }),
    ),
    field: T.Optional(T.String({ description: 'On a 400: the parameter or property at fault' })),
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
    retryAfter: T.Optional(T.Integer({ description: 'Seconds until another try may succeed' })),
  },
  { $id: 'TooManyRequestsProblemDetail' },
)
