import * as T from 'typebox'
import { EMPTY, operation, PUBLIC, SESSION } from '../core/operation.ts'
import { listFields } from '../core/paging.ts'
import { Ability, ChangedName, Email, Instant, Name } from '../core/schemas.ts'
import { PermissionId, UserRole } from './roles.ts'

/** 12 to 128 characters; common passwords are refused where the password is set. */
const NewPassword = T.String({ minLength: 12, maxLength: 128 })
const LinkSecret = T.String({ minLength: 20, maxLength: 100 })
/** An email as typed; the answer does not reveal whether an account has it. PostgreSQL cannot store the character 0. */
const TypedEmail = T.String({ maxLength: 254, pattern: '^[^\\u0000]*$' })
const ReturnTo = T.Optional(T.String({ maxLength: 2000, description: 'A path on this origin' }))

export const signInOptions = operation({
  id: 'signInOptions',
  method: 'GET',
  path: '/api/v1/auth/sign-in-options',
  tag: 'Sign-in',
  summary: 'Get the ways to sign in',
  needs: PUBLIC,
  answers: {
    200: T.Object({
      setUp: T.Boolean({ description: 'No accounts exist yet: use the set-up link from the server’s output' }),
      password: T.Boolean(),
      mail: T.Boolean(),
      oidc: T.Union([T.Object({ name: T.String() }), T.Null()]),
    }),
  },
})

const SignedIn = T.Object({ id: T.String(), email: T.String(), name: T.String() })

export const signIn = operation({
  id: 'signIn',
  method: 'POST',
  path: '/api/v1/auth/sign-in',
  tag: 'Sign-in',
  summary: 'Sign in with email and password',
  needs: PUBLIC,
  alsoRefuses: [401],
  writes: true,
  body: T.Object({ email: TypedEmail, password: T.String({ maxLength: 1024 }) }),
  answers: { 200: SignedIn },
})

export const signOut = operation({
  id: 'signOut',
  method: 'POST',
  path: '/api/v1/auth/sign-out',
  tag: 'Sign-in',
  summary: 'Sign out of this session',
  needs: { credential: SESSION },
  writes: true,
  changesOwnCredential: true,
  answers: { 204: EMPTY },
})

export const setUp = operation({
  id: 'setUp',
  method: 'POST',
  path: '/api/v1/auth/set-up',
  tag: 'Sign-in',
  summary: 'Create the first admin with the set-up link',
  needs: PUBLIC,
  alsoRefuses: [404],
  writes: true,
  body: T.Object({
    secret: LinkSecret,
    name: Name,
    email: Email,
    password: NewPassword,
    sampleCatalog: T.Optional(T.Boolean()),
  }),
  answers: { 201: SignedIn },
})

export const checkLink = operation({
  id: 'checkLink',
  method: 'POST',
  path: '/api/v1/auth/links/check',
  tag: 'Sign-in',
  summary: 'Get the purpose of a one-time link without using it',
  needs: PUBLIC,
  alsoRefuses: [404],
  body: T.Object({ secret: LinkSecret }),
  answers: {
    200: T.Object({
      kind: T.Enum(['SET_UP', 'INVITATION', 'RESET']),
      email: T.Union([T.String(), T.Null()]),
      name: T.Union([T.String(), T.Null()]),
      expires: Instant,
      identities: T.Array(T.Object({ provider: T.String(), email: T.Union([T.String(), T.Null()]) }), {
        description: 'For a reset link: the linked provider accounts that it can unlink',
      }),
    }),
  },
})

export const acceptInvitation = operation({
  id: 'acceptInvitation',
  method: 'POST',
  path: '/api/v1/auth/invitation',
  tag: 'Sign-in',
  summary: 'Accept an invitation by choosing a password',
  needs: PUBLIC,
  alsoRefuses: [404],
  writes: true,
  body: T.Object({ secret: LinkSecret, name: Name, password: NewPassword }),
  answers: { 201: SignedIn },
})

export const forgotPassword = operation({
  id: 'forgotPassword',
  method: 'POST',
  path: '/api/v1/auth/password/forgotten',
  tag: 'Sign-in',
  summary: 'Request a password reset link by email',
  description: 'The answer is the same whether or not the address is known.',
  needs: PUBLIC,
  writes: true,
  body: T.Object({ email: TypedEmail }),
  answers: { 202: EMPTY },
})

export const resetPassword = operation({
  id: 'resetPassword',
  method: 'POST',
  path: '/api/v1/auth/password/reset',
  tag: 'Sign-in',
  summary: 'Set a new password with a reset link',
  description: 'Ends all of the person’s sessions and signs them in again.',
  needs: PUBLIC,
  alsoRefuses: [404],
  writes: true,
  body: T.Object({
    secret: LinkSecret,
    password: NewPassword,
    unlinkIdentities: T.Optional(
      T.Boolean({ description: 'Also unlink every account of the identity provider; false by default' }),
    ),
  }),
  answers: { 200: SignedIn },
})

export const changePassword = operation({
  id: 'changePassword',
  method: 'POST',
  path: '/api/v1/auth/password',
  tag: 'Sign-in',
  summary: 'Change your password',
  description: 'Ends your other sessions.',
  needs: { credential: SESSION },
  writes: true,
  changesOwnCredential: true,
  body: T.Object({ current: T.Optional(T.String({ maxLength: 1024 })), password: NewPassword }),
  answers: { 204: EMPTY },
})

export const prove = operation({
  id: 'prove',
  method: 'POST',
  path: '/api/v1/auth/proof',
  tag: 'Sign-in',
  summary: 'Confirm your identity with your password, for operations that need a recent proof',
  description:
    'A proof lasts 15 minutes; signing in counts as one. If you sign in with an identity provider, confirm your identity there (startOidc with prove).',
  needs: { credential: SESSION },
  writes: true,
  changesOwnCredential: true,
  body: T.Object({ password: T.String({ maxLength: 1024 }) }),
  answers: { 200: T.Object({ provedUntil: Instant }) },
})

/** Why signing in with the identity provider returned to `/sign-in?problem=…`; the web app has a text for each. */
export const SIGN_IN_PROBLEMS = [
  'account-exists',
  'email-reads-the-same',
  'domain-not-allowed',
  'denied',
  'expired',
  'provider-unreachable',
  'email-missing',
  'deactivated',
  'invitation-not-valid',
  'not-set-up',
  'another-person',
  'linked-to-another',
  'proof-expired',
  'failed',
] as const
export type SignInProblem = (typeof SIGN_IN_PROBLEMS)[number]

export const startOidc = operation({
  id: 'startOidc',
  method: 'POST',
  path: '/api/v1/auth/oidc/start',
  tag: 'Sign-in',
  summary: 'Start signing in with the identity provider',
  description:
    'With the secret of an invitation, this accepts the invitation. With prove, the signed-in person signs in at the provider again, with an account linked to theirs, which only renews the proof. To link an account, use linkIdentity.',
  needs: PUBLIC,
  alsoRefuses: [404],
  body: T.Object({
    returnTo: ReturnTo,
    invitation: T.Optional(LinkSecret),
    prove: T.Optional(T.Boolean()),
  }),
  answers: { 200: T.Object({ url: T.String() }) },
})

export const finishOidc = operation({
  id: 'finishOidc',
  method: 'GET',
  path: '/api/v1/auth/oidc/callback',
  tag: 'Sign-in',
  summary: 'The redirect address of the identity provider',
  needs: PUBLIC,
  alsoRefuses: [404],
  writes: true,
  changesOwnCredential: true,
  query: T.Object({
    code: T.Optional(T.String({ maxLength: 4096 })),
    state: T.Optional(T.String({ maxLength: 512 })),
    error: T.Optional(T.String({ maxLength: 512 })),
    error_description: T.Optional(T.String({ maxLength: 2048 })),
    iss: T.Optional(T.String({ maxLength: 512 })),
    session_state: T.Optional(T.String({ maxLength: 512 })),
    scope: T.Optional(T.String({ maxLength: 2048 })),
  }),
  answers: { 302: { mediaType: null, description: 'Back to the app, or to /sign-in?problem= with a code' } },
})

export const Me = T.Object(
  {
    id: T.String(),
    email: T.String(),
    name: T.String(),
    hasPassword: T.Boolean(),
    linkedToProvider: T.Boolean(),
    roles: T.Array(
      T.Object({
        ...UserRole.properties,
        permissions: T.Array(PermissionId),
        sources: T.Array(T.Enum(['DIRECT', 'OIDC'])),
      }),
    ),
    permissions: T.Array(PermissionId),
    abilities: T.Record(PermissionId, Ability, {
      description: 'For each permission, whether you have it and, if not, the reason',
    }),
    samplesLoaded: T.Boolean(),
  },
  { $id: 'Me' },
)
export type Me = T.Static<typeof Me>

export const getMe = operation({
  id: 'getMe',
  method: 'GET',
  path: '/api/v1/auth/me',
  tag: 'Sign-in',
  summary: 'Get your account and what you may do',
  needs: { credential: SESSION },
  answers: { 200: Me },
})

export const updateMe = operation({
  id: 'updateMe',
  method: 'PATCH',
  path: '/api/v1/auth/me',
  tag: 'Sign-in',
  summary: 'Change your name',
  needs: { credential: SESSION },
  writes: true,
  changesOwnCredential: true,
  body: T.Object({ name: ChangedName }),
  answers: { 200: Me },
})

export const Session = T.Object(
  {
    id: T.String(),
    createdDate: Instant,
    lastSeen: Instant,
    expires: Instant,
    address: T.String(),
    client: T.String(),
    method: T.Enum(['PASSWORD', 'OIDC', 'LINK']),
    current: T.Boolean(),
  },
  { $id: 'Session' },
)
export type Session = T.Static<typeof Session>

export const listSessions = operation({
  id: 'listSessions',
  method: 'GET',
  path: '/api/v1/auth/sessions',
  tag: 'Sign-in',
  summary: 'List your sessions',
  needs: { credential: SESSION },
  answers: { 200: T.Object({ sessions: T.Array(Session), ...listFields }) },
})

export const endSession = operation({
  id: 'endSession',
  method: 'DELETE',
  path: '/api/v1/auth/sessions/{id}',
  tag: 'Sign-in',
  summary: 'Sign out of one of your sessions',
  needs: { credential: SESSION },
  writes: true,
  changesOwnCredential: true,
  answers: { 204: EMPTY },
})
