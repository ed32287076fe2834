/** The activity of a personal token, for its owner: includes refused attempts with its secret, even after it was revoked or expired. */
import * as T from 'typebox'
import { operation, SESSION } from '../core/operation.ts'
import { listFields, pageFields, paging } from '../core/paging.ts'
import { Instant } from '../core/schemas.ts'
import { sorting } from '../core/sorting.ts'

const needs = { credential: SESSION } as const

export const TokenUse = T.Object(
  {
    lastAt: Instant,
    firstAt: Instant,
    count: T.Integer({ description: 'Calls on that UTC day that share all of the values below' }),
    method: T.String(),
    route: T.String({ description: 'The path pattern, for example /api/v1/catalog/{tagOrId}' }),
    status: T.Integer(),
    reason: T.Union([T.String(), T.Null()], { description: 'Why the token was refused; null if it was accepted' }),
    address: T.String(),
    client: T.String(),
    last4: T.String({ description: 'The last four characters of the presented secret' }),
  },
  { $id: 'TokenUse' },
)
export type TokenUse = T.Static<typeof TokenUse>

export const ACTIVITY_SORTS = ['time'] as const

export const tokenActivity = operation({
  id: 'listTokenActivity',
  method: 'GET',
  path: '/api/v1/auth/token/{cid}/activity',
  tag: 'Personal tokens',
  summary: 'List the activity of a token, refused attempts included',
  description: 'The last 90 days. Your own token, or any token with EDIT_PERSONAL_TOKENS.',
  needs,
  query: T.Object({
    outcome: T.Optional(T.Enum(['all', 'refused'], { default: 'all' })),
    ...sorting(ACTIVITY_SORTS),
    ...paging,
  }),
  answers: { 200: T.Object({ uses: T.Array(TokenUse), ...pageFields }) },
})

export const tokenHours = operation({
  id: 'listTokenHours',
  method: 'GET',
  path: '/api/v1/auth/token/{cid}/activity/hours',
  tag: 'Personal tokens',
  summary: 'Count the calls of a token by hour, for the last 90 days',
  needs,
  answers: {
    200: T.Object({
      hours: T.Array(
        T.Object({
          hour: Instant,
          calls: T.Integer({ description: 'All calls in the hour that starts at this instant' }),
          refused: T.Integer({ description: 'The refused calls among them' }),
        }),
        { description: 'Hours without calls are omitted' },
      ),
      ...listFields,
    }),
  },
})

export const tokenPlaces = operation({
  id: 'listTokenPlaces',
  method: 'GET',
  path: '/api/v1/auth/token/{cid}/activity/places',
  tag: 'Personal tokens',
  summary: 'List the address ranges and clients a token was used from, each with its first use',
  needs,
  answers: {
    200: T.Object({
      places: T.Array(
        T.Object({
          kind: T.Enum(['RANGE', 'CLIENT']),
          place: T.String({ description: 'An address range such as 10.0.0.0/24, or a client without its version' }),
          firstSeen: Instant,
        }),
      ),
      ...listFields,
    }),
  },
})
