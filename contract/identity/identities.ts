/** Accounts at the identity provider that a person can sign in with. */
import * as T from 'typebox'
import { EMPTY, operation, SESSION } from '../core/operation.ts'
import { listFields } from '../core/paging.ts'
import { Ability, Instant } from '../core/schemas.ts'

export const Identity = T.Object(
  {
    id: T.String(),
    provider: T.String({
      description: 'The name of the provider, or its issuer if a different provider is configured now',
    }),
    issuer: T.String(),
    subject: T.String({ description: 'The account’s identifier at the provider' }),
    email: T.Union([T.String(), T.Null()], { description: 'As reported by the provider at the last sign-in' }),
    linkedDate: Instant,
    lastSignIn: T.Union([Instant, T.Null()]),
    abilities: T.Object({ unlink: Ability }),
  },
  { $id: 'Identity' },
)
export type Identity = T.Static<typeof Identity>

const Identities = T.Object({ identities: T.Array(Identity), ...listFields })

export const listIdentities = operation({
  id: 'listIdentities',
  method: 'GET',
  path: '/api/v1/auth/identities',
  tag: 'Sign-in',
  summary: 'List the provider accounts you can sign in with',
  needs: { credential: SESSION },
  answers: { 200: Identities },
})

export const linkIdentity = operation({
  id: 'linkIdentity',
  method: 'POST',
  path: '/api/v1/auth/identities',
  tag: 'Sign-in',
  summary: 'Start linking an account at the identity provider to your account',
  description:
    'Returns the address at the provider to open. The account is linked when you return from there in the same session, and only while your proof of identity is still recent.',
  needs: { credential: SESSION, proof: true },
  alsoRefuses: [404],
  body: T.Object({ returnTo: T.Optional(T.String({ maxLength: 2000, description: 'A path on this origin' })) }),
  answers: { 200: T.Object({ url: T.String() }) },
})

export const unlinkIdentity = operation({
  id: 'unlinkIdentity',
  method: 'DELETE',
  path: '/api/v1/auth/identities/{id}',
  tag: 'Sign-in',
  summary: 'Unlink an account at the identity provider from your account',
  description: 'Ends your other sessions. You cannot unlink your last way to sign in.',
  needs: { credential: SESSION, proof: true },
  writes: true,
  answers: { 204: EMPTY },
})

export const listUserIdentities = operation({
  id: 'listUserIdentities',
  method: 'GET',
  path: '/api/v1/users/{id}/identities',
  tag: 'Users',
  summary: 'List the provider accounts that a person can sign in with',
  needs: { permission: 'EDIT_MEMBERS' },
  answers: { 200: Identities },
})

export const unlinkUserIdentity = operation({
  id: 'unlinkUserIdentity',
  method: 'DELETE',
  path: '/api/v1/users/{id}/identities/{identity}',
  tag: 'Users',
  summary: 'Unlink an account at the identity provider from a person',
  description:
    'Ends the person’s sessions. If it was their only way to sign in, they need a new invitation. You cannot change a person who holds a permission you lack.',
  needs: { permission: 'EDIT_MEMBERS', credential: SESSION, proof: true },
  writes: true,
  answers: { 204: EMPTY },
})
