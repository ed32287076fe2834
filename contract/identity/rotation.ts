/** Two secrets of one token, so that its users can switch while both work. */
import * as T from 'typebox'
import { operation, PERSONAL_TOKEN, SESSION } from '../core/operation.ts'
import { Instant, LastUse } from '../core/schemas.ts'
import { NewTokenWithSecret, PersonalToken } from './tokens.ts'

export const LONGEST_OVERLAP_HOURS = 720
export const LONGEST_GRACE_MINUTES = 1440

const RotationChoice = T.Object({
  overlapHours: T.Optional(
    T.Integer({
      minimum: 0,
      maximum: LONGEST_OVERLAP_HOURS,
      default: 24,
      description: 'Hours until the old secret ends; 0 ends it now',
    }),
  ),
  minutesAfterFirstUse: T.Optional(
    T.Union([T.Integer({ minimum: 0, maximum: LONGEST_GRACE_MINUTES }), T.Null()], {
      default: 60,
      description:
        'The old secret also ends this many minutes after the first use of the new one; null means only the hours count',
    }),
  ),
})

export const rotateToken = operation({
  id: 'rotatePersonalToken',
  method: 'POST',
  path: '/api/v1/auth/token/{cid}/rotate',
  tag: 'Personal tokens',
  summary: 'Rotate one of your personal tokens',
  description:
    'Gives the token a new secret. Name, identifier, history, limits and expiry stay the same. Until the new secret is used, you can repeat this, which replaces it again, or undo it.',
  needs: { credential: SESSION, proof: true },
  writes: true,
  versioned: true,
  body: RotationChoice,
  answers: { 201: NewTokenWithSecret },
})

export const undoRotation = operation({
  id: 'undoRotation',
  method: 'DELETE',
  path: '/api/v1/auth/token/{cid}/rotation',
  tag: 'Personal tokens',
  summary: 'Undo a rotation while the new secret is unused',
  needs: { credential: SESSION },
  writes: true,
  versioned: true,
  answers: { 200: PersonalToken },
})

export const finishRotation = operation({
  id: 'finishRotation',
  method: 'POST',
  path: '/api/v1/auth/token/{cid}/rotation/finish',
  tag: 'Personal tokens',
  summary: 'End the old secret now',
  needs: { credential: SESSION },
  writes: true,
  versioned: true,
  answers: { 200: PersonalToken },
})

export const rotateSelf = operation({
  id: 'rotateOwnToken',
  method: 'POST',
  path: '/api/v1/auth/token/self/rotate',
  tag: 'Personal tokens',
  summary: 'Rotate the presented token',
  description:
    'Requires the owner’s permission; the owner is notified. The presented secret keeps working as the body says.',
  needs: { credential: PERSONAL_TOKEN },
  writes: true,
  changesOwnCredential: true,
  body: RotationChoice,
  answers: {
    201: T.Object({
      cid: T.String(),
      token: T.String({ description: 'The new secret. It is returned only here.' }),
      last4: T.String(),
      oldWorksUntil: Instant,
      expirationDate: T.Union([Instant, T.Null()]),
    }),
  },
})

const Change = T.Object({ at: Instant, action: T.String(), objectType: T.String(), objectIdentifier: T.String() })

export const tokenLeaked = operation({
  id: 'tokenLeaked',
  method: 'POST',
  path: '/api/v1/auth/token/{cid}/leaked',
  tag: 'Personal tokens',
  summary: 'Report a token as leaked: revoke it and list what was done with it',
  description:
    'All of its secrets, and every API key that it created, stop working immediately. Your own token, or any token with EDIT_PERSONAL_TOKENS.',
  needs: { credential: SESSION },
  writes: true,
  versioned: true,
  answers: {
    200: T.Object({
      token: PersonalToken,
      endedWith: T.Array(T.Object({ cid: T.String(), name: T.String() }), {
        description: 'API keys that it created and that were revoked with it',
      }),
      changes: T.Array(Change, {
        description: 'Changes made with it in the last 90 days, newest first, at most 200',
      }),
      places: T.Array(T.Object({ ...LastUse.properties, count: T.Integer() }), {
        description: 'Where it was used from in the last 90 days, refused attempts included; newest first',
      }),
    }),
  },
})
