import * as T from 'typebox'
import { EMPTY, operation, SESSION } from '../core/operation.ts'
import { listFields } from '../core/paging.ts'
import { ALL_PERMISSIONS, DEFAULT_ROLES } from '../core/permissions.ts'
import { Ability, ChangedName, Description, Name } from '../core/schemas.ts'

export const PermissionId = T.Enum(ALL_PERMISSIONS, { description: 'A permission, for example EDIT_ENTITIES' })

/** A role that a person holds; default roles are BASIC here, as Cortex's clients expect. */
export const UserRole = T.Object(
  {
    type: T.Enum(['BASIC', 'CUSTOM']),
    role: T.Optional(T.Enum(DEFAULT_ROLES)),
    tag: T.Optional(T.String()),
    name: T.Optional(T.String()),
  },
  { $id: 'UserRole' },
)
export type UserRole = T.Static<typeof UserRole>

/** A role in a request: `{type: BASIC, role}` or `{type: CUSTOM, tag}`. */
export const RoleChoice = T.Union([
  T.Object({ type: T.Literal('BASIC'), role: T.Enum(DEFAULT_ROLES) }),
  T.Object({ type: T.Literal('CUSTOM'), tag: T.String({ minLength: 1, maxLength: 63, pattern: '^[^\\u0000]*$' }) }),
])
export type RoleChoice = T.Static<typeof RoleChoice>

export const Role = T.Object(
  {
    type: T.Enum(['BASIC', 'CUSTOM']),
    tag: T.String({ description: 'ADMIN, MANAGER, USER or VIEWER, or the tag of a custom role' }),
    name: T.String(),
    description: T.Union([T.String(), T.Null()]),
    permissions: T.Array(PermissionId),
    people: T.Integer({ description: 'How many people hold it' }),
    version: T.Integer(),
    abilities: T.Object({ edit: Ability, remove: Ability, grant: Ability }),
  },
  { $id: 'Role' },
)
export type Role = T.Static<typeof Role>

const Roles = T.Object({ roles: T.Array(Role), ...listFields })

const permissions = T.Array(PermissionId, {
  maxItems: 100,
  description: 'The permissions of the role; none by default',
})

export const NewRole = T.Object({
  name: Name,
  tag: T.String({
    maxLength: 63,
    pattern: '^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$',
    description: 'Letters, digits, hyphens',
  }),
  description: T.Optional(T.Union([Description, T.Null()])),
  permissions: T.Optional(permissions),
})

export const listRoles = operation({
  id: 'listRoles',
  method: 'GET',
  path: '/api/v1/roles',
  tag: 'Roles',
  summary: 'List the default and custom roles',
  longRead: true,
  needs: { permission: 'VIEW_ROLES' },
  answers: { 200: Roles },
})

export const createRole = operation({
  id: 'createRole',
  method: 'POST',
  path: '/api/v1/roles',
  tag: 'Roles',
  summary: 'Create a custom role',
  description: 'A role can only contain permissions that its creator holds.',
  needs: { permission: 'EDIT_ROLES', credential: SESSION, proof: true },
  writes: true,
  body: NewRole,
  answers: { 201: Role },
})

export const updateRole = operation({
  id: 'updateRole',
  method: 'PUT',
  path: '/api/v1/roles/{tag}',
  tag: 'Roles',
  summary: 'Update a custom role',
  description:
    'Omitted fields stay unchanged; the change applies to everyone who holds the role, from their next call.',
  needs: { permission: 'EDIT_ROLES', credential: SESSION, proof: true },
  writes: true,
  versioned: true,
  body: T.Object({
    name: T.Optional(ChangedName),
    description: T.Optional(T.Union([Description, T.Null()])),
    permissions: T.Optional(permissions),
  }),
  answers: { 200: Role },
})

export const deleteRole = operation({
  id: 'deleteRole',
  method: 'DELETE',
  path: '/api/v1/roles/{tag}',
  tag: 'Roles',
  summary: 'Delete a custom role that nobody holds',
  needs: { permission: 'EDIT_ROLES', credential: SESSION, proof: true },
  writes: true,
  versioned: true,
  answers: { 204: EMPTY },
})
