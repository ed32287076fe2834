/** Two secrets of one token, so that what uses it can be moved over while both work. */
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
      description: 'The old secret ends after so many hours at the latest; 0 is at once',
    }),
  ),
  minutesAfterFirstUse: T.Optional(
    T.Union([T.Integer({ minimum: 0, maximum: LONGEST_GRACE_MINUTES }), T.Null()], {
      default: 60,
      description: 'The old secret ends so many minutes after the first use of the new one; null leaves only the hours',
    }),
  ),
})

export const rotateToken = operation({
  id: 'rotatePersonalToken',
  method: 'POST',
  path: '/api/v1/auth/token/{cid}/rotate',
  tag: 'Personal tokens',
  summary: 'Give my token a new secret',
  description:
    'Name, identifier, history, limits and expiry stay. Until the new secret is used this can be repeated, which replaces it once more, or undone.',
  needs: { credential: SESSION, proof: true },
  writes: true,
  body: RotationChoice,
  answers: { 201: NewTokenWithSecret },
})

export const undoRotation = operation({
  id: 'undoRotation',
  method: 'DELETE',
  path: '/api/v1/auth/token/{cid}/rotation',
  tag: 'Personal tokens',
  summary: 'Go back to the old secret, while the new one is unused',
  needs: { credential: SESSION },
  writes: true,
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
  answers: { 200: PersonalToken },
})

export const rotateSelf = operation({
  id: 'rotateOwnToken',
  method: 'POST',
  path: '/api/v1/auth/token/self/rotate',
  tag: 'Personal tokens',
  summary: 'Give the presented token a new secret',
  description: 'If its owner allowed that, who is told. The presented secret works on as the body says.',
  needs: { credential: PERSONAL_TOKEN },
  writes: true,
  changesOwnCredential: true,
  body: RotationChoice,
  answers: {
    201: T.Object({
      cid: T.String(),
      token: T.String({ description: 'The new secret. It is shown only here.' }),
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
  summary: 'End a token that leaked and say what was done with it',
  description:
    'Every secret of it ends at once, and every API key that it made. My own, or anybody’s with EDIT_PERSONAL_TOKENS.',
  needs: { credential: SESSION },
  writes: true,
  answers: {
    200: T.Object({
      token: PersonalToken,
      endedWith: T.Array(T.Object({ cid: T.String(), name: T.String() }), {
        description: 'What it made, and what ended with it',
      }),
      changes: T.Array(Change, {
        description: 'What was changed with it in the last 90 days, newest first, 200 at most',
      }),
      places: T.Array(T.Object({ ...LastUse.properties, count: T.Integer() }), {
        description: 'From where it was used in the last 90 days, refused attempts included; newest first',
      }),
    }),
  },
})
