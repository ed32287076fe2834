/** Device sign-in for command lines: the client shows a code, a person enters it in the browser, and the client receives a personal token (RFC 8628). */
import * as T from 'typebox'
import { EMPTY, operation, PUBLIC, SESSION } from '../core/operation.ts'
import { Description, Instant, Name } from '../core/schemas.ts'
import { expiryChoice } from './tokens.ts'

const DeviceCode = T.String({ minLength: 1, maxLength: 200 })
const UserCode = T.String({
  minLength: 1,
  maxLength: 40,
  description: 'As typed: letter case, spaces and hyphens are ignored',
})

export const StartedDevice = T.Object({
  device_code: T.String({ description: 'The code that the client keeps' }),
  user_code: T.String({ description: 'The code that the client shows to the person' }),
  verification_uri: T.String({ description: 'The page where the person enters the code' }),
  expires_in: T.Integer({ description: 'Seconds' }),
  interval: T.Integer({ description: 'Minimum number of seconds between two polls' }),
})

export const startDevice = operation({
  id: 'startDeviceSignIn',
  method: 'POST',
  path: '/api/v1/auth/device',
  tag: 'Device sign-in',
  summary: 'Request a code that a person enters in the browser',
  description: 'RFC 8628 §3.1. JSON or a form. The code is valid for ten minutes.',
  needs: PUBLIC,
  alsoRefuses: [403],
  ignoresCookies: true,
  writes: true,
  body: T.Object({ client: T.Optional(T.String({ maxLength: 80, format: 'visible' })) }),
  answers: {
    200: StartedDevice,
  },
})

export const DEVICE_ERRORS = ['authorization_pending', 'slow_down', 'access_denied', 'expired_token'] as const
export type DeviceError = (typeof DEVICE_ERRORS)[number]

export const DeviceToken = T.Object({
  access_token: T.String({ description: 'The secret of a new personal token. It is returned only here.' }),
  token_type: T.Literal('Bearer'),
  cid: T.String(),
  name: T.String(),
  expiration_date: T.Union([Instant, T.Null()]),
})

export const collectDevice = operation({
  id: 'collectDeviceToken',
  method: 'POST',
  path: '/api/v1/auth/device/token',
  tag: 'Device sign-in',
  summary: 'Poll for the decision, and receive the token once',
  description:
    'RFC 8628 §3.4. A 400 carries error, one of authorization_pending, slow_down, access_denied and expired_token.',
  needs: PUBLIC,
  ignoresCookies: true,
  writes: true,
  body: T.Object({ device_code: DeviceCode, grant_type: T.Optional(T.String({ maxLength: 100 })) }),
  answers: {
    200: DeviceToken,
  },
})

const needs = { credential: SESSION } as const
const byCode = T.Object({ userCode: UserCode })

export const findDevice = operation({
  id: 'findDevice',
  method: 'POST',
  path: '/api/v1/auth/device/request',
  tag: 'Device sign-in',
  summary: 'Get the client that waits for a decision on this code',
  needs,
  alsoRefuses: [404],
  body: byCode,
  answers: {
    200: T.Object({
      client: T.String({ description: 'The name the client gave itself; it is not verified' }),
      address: T.String({ description: 'Where the request came from' }),
      asked: Instant,
      expires: Instant,
    }),
  },
})

export const approveDevice = operation({
  id: 'approveDevice',
  method: 'POST',
  path: '/api/v1/auth/device/approval',
  tag: 'Device sign-in',
  summary: 'Approve the client that shows this code: it receives a personal token of yours',
  needs: { credential: SESSION, proof: true },
  alsoRefuses: [404],
  writes: true,
  body: T.Object({
    userCode: UserCode,
    name: Name,
    description: T.Optional(T.Union([Description, T.Null()])),
    ...expiryChoice,
  }),
  answers: { 204: EMPTY },
})

export const denyDevice = operation({
  id: 'denyDevice',
  method: 'POST',
  path: '/api/v1/auth/device/denial',
  tag: 'Device sign-in',
  summary: 'Deny the client that shows this code',
  needs,
  alsoRefuses: [404],
  writes: true,
  body: byCode,
  answers: { 204: EMPTY },
})
