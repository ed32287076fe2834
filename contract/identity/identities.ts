/** Accounts at the identity provider that a person can sign in with. */
import * as T from 'typebox'
import { EMPTY, operation, SESSION } from '../core/operation.ts'
import { listFields } from '../core/paging.ts'
import { Ability, Instant } from '../core/schemas.ts'

export const Identity = T.Object(
  {
    id: T.String(),
    provider: T.String({ description: 'The provider’s name, or its issuer where another provider is set up now' }),
    issuer: T.String(),
    subject: T.String({ description: 'The account’s identifier at the provider' }),
    email: T.Union([T.String(), T.Null()], { description: 'As the provider said at the last sign-in' }),
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
  summary: 'List the provider accounts that I can sign in with',
  needs: { credential: SESSION },
  answers: { 200: Identities },
})

export const linkIdentity = operation({
  id: 'linkIdentity',
  method: 'POST',
  path: '/api/v1/auth/identities',
  tag: 'Sign-in',
  summary: 'Begin linking an account of the identity provider to mine',
  description:
    'Answers the address at the provider to go to. The account is linked when I come back from there in the same session, and only while the proof of identity is still recent.',
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
  summary: 'Unlink an account of the identity provider from mine',
  description: 'Ends my other sessions. The last way to sign in stays.',
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
  summary: 'Unlink an account of the identity provider from a person',
  description:
    'Ends the person’s sessions. If it was their only way to sign in, they need a new invitation. Nobody changes a person who holds a permission they lack.',
  needs: { permission: 'EDIT_MEMBERS', credential: SESSION, proof: true },
  writes: true,
  answers: { 204: EMPTY },
})
