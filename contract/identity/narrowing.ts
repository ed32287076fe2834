/** What a personal token may do, and what it would need for all that it did. */
import * as T from 'typebox'
import { operation, SESSION } from '../core/operation.ts'
import { Instant } from '../core/schemas.ts'
import { Limits } from './limits.ts'
import { PermissionId } from './roles.ts'

const needs = { credential: SESSION } as const

const TokenPermission = T.Object(
  {
    permission: PermissionId,
    allowed: T.Boolean({ description: 'Whether the token may call operations that need this permission' }),
    roles: T.Array(T.String(), { description: 'The roles of its owner that include the permission' }),
    reason: T.String({ description: 'Why, or why not, as a sentence' }),
  },
  { $id: 'TokenPermission' },
)
export type TokenPermission = T.Static<typeof TokenPermission>

export const tokenPermissions = operation({
  id: 'listTokenPermissions',
  method: 'GET',
  path: '/api/v1/auth/token/{cid}/permissions',
  tag: 'Personal tokens',
  summary: 'List what a token may do, with why or why not',
  description:
    'As of now: the roles of its owner, reduced to its limits. Your own token, or any token with EDIT_PERSONAL_TOKENS.',
  needs,
  answers: {
    200: T.Object({
      works: T.Boolean({ description: 'Whether the token works at all' }),
      readOnly: T.Boolean({ description: 'Whether its limits deny every operation that changes something' }),
      permissions: T.Array(TokenPermission),
    }),
  },
})

/** Days of activity that a proposal looks at. */
export const NARROWING_DAYS = 90

const NarrowingUse = T.Object(
  {
    operation: T.Union([T.String(), T.Null()], { description: 'The ID of the operation; null if it no longer exists' }),
    summary: T.String(),
    method: T.String(),
    route: T.String(),
    count: T.Integer({ description: 'Calls that were let in' }),
    lastAt: Instant,
    permission: T.Union([PermissionId, T.Null()], { description: 'The permission that the operation needs' }),
    changes: T.Boolean({ description: 'Whether the operation changes something' }),
    wouldBeRefused: T.Integer({ description: 'How many of the calls the limits would have refused' }),
    reason: T.Union([T.String(), T.Null()], { description: 'Why, as a sentence' }),
  },
  { $id: 'NarrowingUse' },
)
export type NarrowingUse = T.Static<typeof NarrowingUse>

const list = T.Optional(
  T.Array(T.String({ maxLength: 64 }), { maxItems: 100, description: 'Try these instead of what is proposed' }),
)

export const tokenNarrowing = operation({
  id: 'proposeTokenLimits',
  method: 'GET',
  path: '/api/v1/auth/token/{cid}/narrowing',
  tag: 'Personal tokens',
  summary: 'Propose the least limits that a token needs for what it did in 90 days',
  description:
    'A proposal, with what it would have refused; nothing is changed. With permissions, addressRanges or readOnly it answers what these limits would have refused. Your own token, or any token with EDIT_PERSONAL_TOKENS.',
  longRead: true,
  needs,
  query: T.Object({
    readOnly: T.Optional(T.Boolean({ description: 'Try this instead of what is proposed' })),
    permissions: list,
    addressRanges: list,
  }),
  answers: {
    200: T.Object({
      since: T.Union([Instant, T.Null()], {
        description: 'The first call of the last 90 days that is on record; null without any',
      }),
      incomplete: T.Array(T.String(), {
        description: 'Why the activity is incomplete, as sentences. Then the current limits are proposed.',
      }),
      warnings: T.Array(T.String(), { description: 'What the activity cannot show, as sentences' }),
      current: Limits,
      proposed: Limits,
      tried: Limits,
      uses: T.Array(NarrowingUse, {
        description: 'What the token did, and what the limits that were tried would refuse',
      }),
      wouldBeRefused: T.Integer({ description: 'How many calls the limits that were tried would have refused' }),
    }),
  },
})
