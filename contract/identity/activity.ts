/** What a personal token did, for its owner to read: refused attempts with its secret included, also after it ended. */
import * as T from 'typebox'
import { operation, SESSION } from '../core/operation.ts'
import { listFields, pageFields, paging } from '../core/paging.ts'
import { Instant } from '../core/schemas.ts'

const needs = { credential: SESSION } as const

export const TokenUse = T.Object(
  {
    lastAt: Instant,
    firstAt: Instant,
    count: T.Integer({ description: 'Calls of that UTC day that are alike in everything that follows' }),
    method: T.String(),
    route: T.String({ description: 'The pattern of the path, e.g. /api/v1/catalog/{tagOrId}' }),
    status: T.Integer(),
    reason: T.Union([T.String(), T.Null()], { description: 'Why the token was refused; null where it was let in' }),
    address: T.String(),
    client: T.String(),
    last4: T.String({ description: 'The last four characters of the secret that was presented' }),
  },
  { $id: 'TokenUse' },
)
export type TokenUse = T.Static<typeof TokenUse>

export const tokenActivity = operation({
  id: 'listTokenActivity',
  method: 'GET',
  path: '/api/v1/auth/token/{cid}/activity',
  tag: 'Personal tokens',
  summary: 'List what was done and tried with a token, newest first',
  description: 'The last 90 days. My own token, or anybody’s with EDIT_PERSONAL_TOKENS.',
  needs,
  query: T.Object({
    outcome: T.Optional(T.Enum(['all', 'refused'], { default: 'all' })),
    ...paging,
  }),
  answers: { 200: T.Object({ uses: T.Array(TokenUse), ...pageFields }) },
})

export const tokenHours = operation({
  id: 'listTokenHours',
  method: 'GET',
  path: '/api/v1/auth/token/{cid}/activity/hours',
  tag: 'Personal tokens',
  summary: 'Count the calls of a token by hour, for 90 days',
  needs,
  answers: {
    200: T.Object({
      hours: T.Array(
        T.Object({
          hour: Instant,
          calls: T.Integer({ description: 'All calls in the hour that begins then' }),
          refused: T.Integer({ description: 'Those among them that were refused' }),
        }),
        { description: 'Hours without a call are left out' },
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
  summary: 'List the address ranges and clients a token was used from, and since when',
  needs,
  answers: {
    200: T.Object({
      places: T.Array(
        T.Object({
          kind: T.Enum(['RANGE', 'CLIENT']),
          place: T.String({ description: 'A range such as 10.0.0.0/24, or a client without its version' }),
          firstSeen: Instant,
        }),
      ),
      ...listFields,
    }),
  },
})
