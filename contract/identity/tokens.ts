import * as T from 'typebox'
import { EMPTY, operation, PERSONAL_TOKEN, PUBLIC, SESSION } from '../core/operation.ts'
import { Ability, ChangedName, Description, Instant, LastUse, Name } from '../core/schemas.ts'
import { Limits, LimitsChoice } from './limits.ts'
import { PermissionId, UserRole } from './roles.ts'
import { RECENT_DAYS } from './token-filters.ts'

const Day = T.String({ maxLength: 10, pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'A day, for example 2027-01-31' })
const TimeZone = T.String({ minLength: 1, maxLength: 64, description: 'An IANA time zone, for example Europe/Berlin' })

/** When a token expires: the chosen day and the resulting instant. */
export const Expiry = T.Object(
  {
    expirationDate: T.Union([Instant, T.Null()], { description: 'The instant it expires; null if it does not expire' }),
    lastDay: T.Union([Day, T.Null()], { description: 'The last day it is valid, in its time zone' }),
    timeZone: T.Union([TimeZone, T.Null()]),
  },
  { $id: 'Expiry' },
)
export type Expiry = T.Static<typeof Expiry>

const Ended = T.Object(
  {
    at: Instant,
    reason: T.Enum(['REVOKED', 'EXPIRED', 'LEAKED', 'IDLE', 'POLICY', 'RESTORE'], {
      description:
        'LEAKED: it was reported as leaked. IDLE and POLICY: by a rule of the workspace. RESTORE: when a backup was restored.',
    }),
    by: T.Union([T.Enum(['OWNER', 'ADMINISTRATOR', 'HOLDER', 'WORKSPACE']), T.Null()], {
      description: 'Who revoked it; HOLDER is the person who presented the secret; null if it expired',
    }),
    person: T.Union([T.String(), T.Null()], { description: 'The email of the person who revoked it' }),
  },
  { $id: 'Ended' },
)

const Slot = T.Object({
  last4: T.String({ description: 'The last four characters of this secret' }),
  lastUsed: T.Union([LastUse, T.Null()]),
})

/** While two secrets of a token work. */
const Rotation = T.Object(
  {
    at: Instant,
    firstUsed: T.Union([Instant, T.Null()], {
      description: 'When the new secret was first used; until then the rotation can be undone',
    }),
    current: Slot,
    previous: Slot,
    previousWorksUntil: Instant,
    minutesAfterFirstUse: T.Union([T.Number(), T.Null()], {
      description:
        'The previous secret ends this many minutes after the first use of the current one, if that is earlier',
    }),
  },
  { $id: 'Rotation' },
)

export const PersonalToken = T.Object(
  {
    cid: T.String({ description: 'The identifier of the token: pt and 16 characters' }),
    name: T.String(),
    description: T.Union([T.String(), T.Null()]),
    last4: T.String({ description: 'The last four characters of the secret' }),
    createdDate: Instant,
    ...Expiry.properties,
    limits: Limits,
    rotatesItself: T.Boolean({ description: 'Whether the token may rotate itself' }),
    rotation: T.Union([Rotation, T.Null()]),
    lastUsed: T.Union([LastUse, T.Null()]),
    state: T.Enum(['ACTIVE', 'EXPIRED', 'REVOKED', 'OWNER_DEACTIVATED']),
    ended: T.Union([Ended, T.Null()]),
    owner: T.Object({ id: T.String(), email: T.String(), name: T.String() }),
    version: T.Integer(),
    recent: T.Optional(
      T.Object(
        {
          calls: T.Array(T.Integer(), {
            minItems: RECENT_DAYS,
            maxItems: RECENT_DAYS,
            description: 'Calls of each of the last 30 days in UTC, today last',
          }),
          refused: T.Integer({ description: 'How many of them were refused' }),
        },
        { description: 'With includeRecent' },
      ),
    ),
    abilities: T.Optional(T.Object({ edit: Ability, rotate: Ability, revoke: Ability })),
  },
  { $id: 'PersonalToken' },
)
export type PersonalToken = T.Static<typeof PersonalToken>

export const expiryChoice = {
  expirationDate: T.Optional(
    T.Union([T.String({ maxLength: 64 }), T.Null()], {
      description:
        'The last day it is valid (2027-01-31, with timeZone), or an instant (2027-01-31T18:00:00+01:00), which without an offset is in timeZone or else in UTC. Without it, the token does not expire.',
    }),
  ),
  timeZone: T.Optional(T.Union([TimeZone, T.Null()])),
}

const narrowing = {
  limits: T.Optional(LimitsChoice),
  rotatesItself: T.Optional(T.Boolean({ description: 'Lets the token rotate itself' })),
}

export const NewToken = T.Object({
  name: Name,
  description: T.Optional(T.Union([Description, T.Null()])),
  ...expiryChoice,
  ...narrowing,
})

export const NewTokenWithSecret = T.Object(
  { ...PersonalToken.properties, token: T.String({ description: 'The secret. It is returned only here.' }) },
  { $id: 'NewPersonalToken' },
)

export const createToken = operation({
  id: 'createPersonalToken',
  method: 'POST',
  path: '/api/v1/auth/token',
  tag: 'Personal tokens',
  summary: 'Create a personal token',
  description: 'The token acts as its owner, with the permissions the owner has at the time of each call.',
  needs: { credential: SESSION, proof: true },
  writes: true,
  body: NewToken,
  answers: { 201: NewTokenWithSecret },
})

export const computeExpiry = operation({
  id: 'computeExpiry',
  method: 'GET',
  path: '/api/v1/auth/token/expiry',
  tag: 'Personal tokens',
  summary: 'Compute when a token with this day and time zone would expire',
  needs: {},
  query: T.Object({ date: Day, timeZone: TimeZone }),
  answers: { 200: Expiry },
})

export const describeSelf = operation({
  id: 'describeOwnToken',
  method: 'GET',
  path: '/api/v1/auth/token/self',
  tag: 'Personal tokens',
  summary: 'Describe the presented token and what it may do',
  needs: { credential: PERSONAL_TOKEN },
  answers: {
    200: T.Object({
      cid: T.String(),
      name: T.String(),
      description: T.Union([T.String(), T.Null()]),
      last4: T.String(),
      createdDate: Instant,
      ...Expiry.properties,
      owner: T.Object({ email: T.String(), name: T.String() }),
      limits: Limits,
      rotatesItself: T.Boolean(),
      roles: T.Array(UserRole),
      permissions: T.Array(PermissionId),
    }),
  },
})

export const canSelf = operation({
  id: 'canOwnToken',
  method: 'GET',
  path: '/api/v1/auth/token/self/can',
  tag: 'Personal tokens',
  summary: 'Check whether the presented token may do something, without trying it',
  needs: { credential: PERSONAL_TOKEN },
  query: T.Object({ permission: PermissionId }),
  answers: {
    200: T.Object({
      permission: PermissionId,
      allowed: T.Boolean({ description: 'Whether it may call operations that need this permission' }),
      changes: T.Boolean({
        description: 'Whether it may also call operations that change something with this permission',
      }),
      reason: T.Optional(T.String({ description: 'The reason it may not, as a sentence' })),
    }),
  },
})

export const revokeSelf = operation({
  id: 'revokeOwnToken',
  method: 'DELETE',
  path: '/api/v1/auth/token/self',
  tag: 'Personal tokens',
  summary: 'Revoke the presented token',
  needs: { credential: PERSONAL_TOKEN },
  writes: true,
  changesOwnCredential: true,
  answers: { 204: EMPTY },
})

export const getToken = operation({
  id: 'getPersonalToken',
  method: 'GET',
  path: '/api/v1/auth/token/{cid}',
  tag: 'Personal tokens',
  summary: 'Read one of your personal tokens',
  description: 'With EDIT_PERSONAL_TOKENS, you can read any token.',
  needs: { credential: SESSION },
  answers: { 200: PersonalToken },
})

export const updateToken = operation({
  id: 'updatePersonalToken',
  method: 'PUT',
  path: '/api/v1/auth/token/{cid}',
  tag: 'Personal tokens',
  summary: 'Update the name, description, limits or expiry of your token',
  description:
    'Omitted fields stay unchanged. A change that lets the token do more, or work longer, needs a recent proof of identity. A revoked or expired token cannot be changed.',
  needs: { credential: SESSION },
  writes: true,
  versioned: true,
  body: T.Object({
    name: T.Optional(ChangedName),
    description: T.Optional(T.Union([Description, T.Null()])),
    ...expiryChoice,
    ...narrowing,
  }),
  answers: { 200: PersonalToken },
})

export const revokeToken = operation({
  id: 'revokePersonalToken',
  method: 'DELETE',
  path: '/api/v1/auth/token/{cid}',
  tag: 'Personal tokens',
  summary: 'Revoke a personal token',
  description: 'Your own token, or any token with EDIT_PERSONAL_TOKENS. The very next call with it is refused.',
  needs: { credential: SESSION },
  writes: true,
  versioned: true,
  answers: { 204: EMPTY },
})

export const revokeBySecret = operation({
  id: 'revokeBySecret',
  method: 'POST',
  path: '/api/v1/auth/token/revoke',
  tag: 'Personal tokens',
  summary: 'Revoke a token or API key by presenting its secret',
  description:
    'For anyone who finds a secret: no account is needed. The answer is the same whatever was sent, so that it reveals nothing (RFC 7009). JSON or a form.',
  needs: PUBLIC,
  ignoresCookies: true,
  writes: true,
  body: T.Object({
    token: T.String({ minLength: 1, maxLength: 4096, description: 'The secret; it is read from the body only' }),
    token_type_hint: T.Optional(T.String({ maxLength: 100 })),
  }),
  answers: { 200: T.Object({}) },
})
