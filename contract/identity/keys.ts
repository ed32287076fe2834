import * as T from 'typebox'
import { EMPTY, operation } from '../core/operation.ts'
import { pageFields, paging } from '../core/paging.ts'
import { ChangedName, Description, Instant, LastUse, Name } from '../core/schemas.ts'
import { sorting } from '../core/sorting.ts'

/** The role of a key, as it is returned: default roles keep Cortex's READ_ONLY for VIEWER. */
const ApiKeyRole = T.Object(
  {
    type: T.Enum(['DEFAULT', 'CUSTOM']),
    role: T.Optional(T.Enum(['READ_ONLY', 'USER', 'MANAGER', 'ADMIN'])),
    tag: T.Optional(T.String()),
  },
  { $id: 'ApiKeyRole' },
)

const RoleAsked = T.Object({
  type: T.Enum(['DEFAULT', 'CUSTOM']),
  role: T.Optional(T.Enum(['READ_ONLY', 'VIEWER', 'USER', 'MANAGER', 'ADMIN'])),
  tag: T.Optional(T.String({ minLength: 1, maxLength: 63 })),
})

export const ApiKeyDefinition = T.Object(
  {
    cid: T.String(),
    name: T.String(),
    description: T.Optional(T.String()),
    createdDate: Instant,
    expirationDate: T.Optional(Instant),
    last4: T.String(),
    roles: T.Array(ApiKeyRole),
    lastUsed: T.Optional(LastUse),
    createdBy: T.Optional(
      T.String({ description: 'Who created it: the email of the person, or the identifier of the credential' }),
    ),
    version: T.Integer(),
  },
  { $id: 'ApiKeyDefinition' },
)
export type ApiKeyDefinition = T.Static<typeof ApiKeyDefinition>

const needs = { permission: 'EDIT_API_KEYS' } as const

export const KEY_SORTS = ['created', 'name', 'expires', 'lastUsed'] as const

export const listApiKeys = operation({
  id: 'listApiKey',
  longRead: true,
  method: 'GET',
  path: '/api/v1/auth/key',
  tag: 'API keys',
  summary: 'List workspace API keys',
  needs,
  query: T.Object({ ...sorting(KEY_SORTS), ...paging }),
  answers: { 200: T.Object({ apiKeys: T.Array(ApiKeyDefinition), ...pageFields }) },
})

export const createApiKey = operation({
  id: 'createApiKey',
  method: 'POST',
  path: '/api/v1/auth/key',
  tag: 'API keys',
  summary: 'Create a workspace API key',
  description:
    'A key never has more permissions than its creator. If a token or key creates it, it also ends no later than that token or key.',
  alsoUses: 'all',
  needs: { ...needs, proof: true },
  writes: true,
  alsoYaml: true,
  body: T.Object({
    name: Name,
    description: T.Optional(T.Union([Description, T.Null()])),
    roles: T.Array(RoleAsked, { minItems: 1, maxItems: 20 }),
    expirationDate: T.Optional(
      T.Union([T.String({ maxLength: 64 }), T.Null()], {
        description: 'An instant, or a day with timeZone; a time without an offset is in timeZone or else in UTC',
      }),
    ),
    timeZone: T.Optional(T.Union([T.String({ minLength: 1, maxLength: 64 }), T.Null()])),
  }),
  answers: {
    200: T.Object({
      apiKey: T.String({ description: 'The secret. It is returned only here.' }),
      name: T.String(),
      description: T.Optional(T.String()),
      expirationDate: T.Optional(Instant),
      roles: T.Array(ApiKeyRole),
      cid: T.String(),
      last4: T.String(),
    }),
  },
})

export const getApiKey = operation({
  id: 'getApiKey',
  method: 'GET',
  path: '/api/v1/auth/key/{cid}',
  tag: 'API keys',
  summary: 'Read a workspace API key',
  needs,
  answers: { 200: ApiKeyDefinition },
})

export const updateApiKey = operation({
  id: 'updateApiKey',
  method: 'PUT',
  path: '/api/v1/auth/key/{cid}',
  tag: 'API keys',
  summary: 'Change the name and description of a key',
  alsoUses: 'all',
  needs,
  writes: true,
  versioned: true,
  alsoYaml: true,
  body: T.Object({ name: ChangedName, description: T.Optional(T.Union([Description, T.Null()])) }),
  answers: { 200: ApiKeyDefinition },
})

export const deleteApiKey = operation({
  id: 'deleteApiKey',
  method: 'DELETE',
  path: '/api/v1/auth/key/{cid}',
  tag: 'API keys',
  summary: 'Delete a workspace API key',
  alsoUses: 'all',
  needs,
  writes: true,
  versioned: true,
  answers: { 200: EMPTY },
})
