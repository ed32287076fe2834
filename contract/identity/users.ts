import * as T from 'typebox'
import { EMPTY, operation, SESSION } from '../core/operation.ts'
import { pageFields, paging } from '../core/paging.ts'
import { Ability, abilitiesFlag, Email, Instant, LastUse, Name } from '../core/schemas.ts'
import { sorting } from '../core/sorting.ts'
import { PermissionId, RoleChoice, UserRole } from './roles.ts'

export const User = T.Object(
  {
    id: T.String(),
    email: T.String(),
    name: T.String(),
    roles: T.Array(UserRole),
    state: T.Enum(['ACTIVE', 'INVITED', 'DEACTIVATED'], {
      description: 'INVITED: the person has never been able to sign in',
    }),
    active: T.Boolean(),
    createdDate: Instant,
    lastSignIn: T.Union([Instant, T.Null()]),
    version: T.Integer(),
    abilities: T.Optional(
      T.Object({
        changeRoles: Ability,
        deactivate: Ability,
        reactivate: Ability,
        invite: Ability,
        reset: Ability,
        endSessions: Ability,
        identities: Ability,
      }),
    ),
  },
  { $id: 'User' },
)
export type User = T.Static<typeof User>

/** PostgreSQL cannot store the character 0. */
const Word = T.String({ maxLength: 254, pattern: '^[^\\u0000]*$' })

const UserWithRoles = T.Object({ email: T.String(), name: T.String(), roles: T.Array(UserRole) })

/** A link that signs one person in once; the secret is in the fragment, which the browser never sends. */
export const OneTimeLink = T.Object(
  {
    url: T.String(),
    expires: Instant,
    mailed: T.Boolean({ description: 'The mail server accepted an email with the link' }),
    mail: T.Enum(['sent', 'queued', 'failed', 'off'], {
      description:
        'sent: the mail server accepted the email. queued: it has not answered yet. failed: it did not accept the email, and the link is not sent again. off: mail is not set up, or is turned off. Unless the value is sent, hand over the link yourself.',
    }),
  },
  { $id: 'OneTimeLink' },
)

export const USER_SORTS = ['name', 'email', 'lastSignIn'] as const

export const listUsers = operation({
  id: 'listUsers',
  method: 'GET',
  path: '/api/v1/users',
  tag: 'Users',
  summary: 'List people',
  longRead: true,
  needs: { permission: 'VIEW_ROLES' },
  query: T.Object({
    query: T.Optional(Word),
    state: T.Optional(T.Enum(['ACTIVE', 'INVITED', 'DEACTIVATED'])),
    ...abilitiesFlag,
    ...sorting(USER_SORTS),
    ...paging,
  }),
  answers: { 200: T.Object({ users: T.Array(User), ...pageFields }) },
})

export const listUserRoles = operation({
  id: 'listUserRoles',
  method: 'GET',
  path: '/api/v1/users/roles',
  tag: 'Users',
  summary: 'List people with their roles',
  needs: { permission: 'VIEW_ROLES' },
  query: T.Object({
    email: T.Optional(
      T.Array(Word, {
        maxItems: 1000,
        description: 'Only these people; letter case is ignored',
      }),
    ),
    ...paging,
  }),
  answers: { 200: T.Object({ users: T.Array(UserWithRoles), ...pageFields }) },
})

export const getUser = operation({
  id: 'getUser',
  method: 'GET',
  path: '/api/v1/users/{id}',
  tag: 'Users',
  summary: 'Read a person',
  needs: { permission: 'VIEW_ROLES' },
  query: T.Object(abilitiesFlag),
  answers: { 200: User },
})

export const inviteUser = operation({
  id: 'inviteUser',
  method: 'POST',
  path: '/api/v1/users',
  tag: 'Users',
  summary: 'Invite a person',
  description: 'Creates the person and a one-time invitation link, valid for 24 hours.',
  needs: { permission: 'EDIT_MEMBERS', credential: SESSION, proof: true },
  writes: true,
  body: T.Object({ email: Email, name: Name, roles: T.Array(RoleChoice, { minItems: 1, maxItems: 20 }) }),
  answers: { 201: T.Object({ user: User, invitation: OneTimeLink }) },
})

export const renewInvitation = operation({
  id: 'renewInvitation',
  method: 'POST',
  path: '/api/v1/users/{id}/invitation',
  tag: 'Users',
  summary: 'Create a new invitation link; any earlier one stops working',
  needs: { permission: 'EDIT_MEMBERS', credential: SESSION, proof: true },
  writes: true,
  answers: { 201: OneTimeLink },
})

export const createResetLink = operation({
  id: 'createResetLink',
  method: 'POST',
  path: '/api/v1/users/{id}/reset-link',
  tag: 'Users',
  summary: 'Create a link with which a person sets a new password',
  needs: { permission: 'EDIT_MEMBERS', credential: SESSION, proof: true },
  writes: true,
  answers: { 201: OneTimeLink },
})

const UserEdit = T.Object({
  roles: T.Optional(T.Array(RoleChoice, { maxItems: 20 })),
  active: T.Optional(T.Boolean()),
})

export const updateUser = operation({
  id: 'updateUser',
  method: 'PATCH',
  path: '/api/v1/users/{id}',
  tag: 'Users',
  summary: 'Change a person’s roles, or deactivate or reactivate them',
  description:
    'roles needs EDIT_ROLES, active needs EDIT_MEMBERS. You cannot change a person who holds a permission you lack, or give a role that does; the last active admin stays an active admin. Changing roles, and reactivating, need a recent proof of identity.',
  needs: { credential: SESSION },
  writes: true,
  versioned: true,
  body: UserEdit,
  answers: { 200: User },
})

const RefusedCall = T.Object({
  method: T.String(),
  route: T.String({ description: 'The path pattern' }),
  permission: T.Union([PermissionId, T.Null()], {
    description: 'The permission that would be missing; null if every call would be refused',
  }),
  calls: T.Integer({ description: 'In the last 30 days' }),
  lastAt: Instant,
})

const TouchedCredential = T.Object(
  {
    cid: T.String(),
    kind: T.Enum(['PERSONAL_TOKEN', 'API_KEY']),
    name: T.String(),
    last4: T.String(),
    callers: T.Array(T.Object({ ...LastUse.properties, calls: T.Integer() }), {
      description: 'The five most recent users of it in the last 30 days, latest first',
    }),
    refused: T.Array(RefusedCall, { description: 'Which calls of the last 30 days would have been refused' }),
  },
  { $id: 'TouchedCredential' },
)
export type TouchedCredential = T.Static<typeof TouchedCredential>

export const previewUserChange = operation({
  id: 'previewUserChange',
  method: 'POST',
  path: '/api/v1/users/{id}/preview',
  tag: 'Users',
  summary: 'Preview what a change of roles, or a deactivation, would stop',
  description:
    'Changes nothing. Takes the same body as PATCH and needs the same permissions; returns the active tokens and API keys that the change affects. Rules that depend on a row are not evaluated.',
  needs: { credential: SESSION },
  body: UserEdit,
  answers: { 200: T.Object({ credentials: T.Array(TouchedCredential) }) },
})

export const endUserSessions = operation({
  id: 'endUserSessions',
  method: 'DELETE',
  path: '/api/v1/users/{id}/sessions',
  tag: 'Users',
  summary: 'Sign a person out everywhere',
  needs: { permission: 'EDIT_MEMBERS', credential: SESSION },
  writes: true,
  answers: { 204: EMPTY },
})
