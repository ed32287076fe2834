/** Personal tokens as lists: a person's own and everybody's, what of them may need a look, and the revocation of several. */
import * as T from 'typebox'
import { operation, SESSION } from '../core/operation.ts'
import { pageFields, paging } from '../core/paging.ts'
import { attentionFilter, listOptions, tokenFilters } from './token-filters.ts'
import { PersonalToken } from './tokens.ts'

const tokenState = T.Optional(
  T.Enum(['active', 'ended', 'all'], {
    default: 'active',
    description: 'active (including those of a deactivated owner), ended (expired or revoked) or all',
  }),
)

const Tokens = T.Object({ tokens: T.Array(PersonalToken), ...pageFields })

const query = T.Optional(T.String({ maxLength: 200, description: 'Part of a name or description, or of the last 4' }))

const TokenCounts = T.Object(
  {
    expiring: T.Integer({ description: 'Active tokens that expire within 14 days' }),
    unused: T.Integer({ description: 'Active tokens that were not used for 90 days, nor created in that time' }),
    refused: T.Integer({
      description: 'Tokens with calls that were refused in the last 24 hours, ended ones included',
    }),
    rotating: T.Integer({ description: 'Active tokens of which two secrets work' }),
  },
  { $id: 'PersonalTokenCounts' },
)
export type TokenCounts = T.Static<typeof TokenCounts>

export const listTokens = operation({
  id: 'listPersonalTokens',
  method: 'GET',
  path: '/api/v1/auth/token',
  tag: 'Personal tokens',
  summary: 'List your personal tokens',
  longRead: true,
  needs: { credential: SESSION },
  query: T.Object({ state: tokenState, query, ...attentionFilter, ...listOptions, ...paging }),
  answers: { 200: Tokens },
})

export const countTokens = operation({
  id: 'countPersonalTokens',
  method: 'GET',
  path: '/api/v1/auth/token/counts',
  tag: 'Personal tokens',
  summary: 'Count your personal tokens that may need a look',
  longRead: true,
  needs: { credential: SESSION },
  answers: { 200: TokenCounts },
})

/** Tokens of one bulk revocation. */
export const MOST_CHOSEN = 1000

export const revokeChosenTokens = operation({
  id: 'revokeChosenPersonalTokens',
  method: 'POST',
  path: '/api/v1/auth/token/revoke-chosen',
  tag: 'Personal tokens',
  summary: 'Revoke several personal tokens',
  description:
    'Your own tokens, or any tokens with EDIT_PERSONAL_TOKENS: all of them or, if one is unknown, none. API keys that these tokens created are revoked with them. Tokens that have ended already are left as they are.',
  needs: { credential: SESSION },
  alsoRefuses: [404],
  writes: true,
  body: T.Object({
    cids: T.Array(T.String({ minLength: 1, maxLength: 64 }), { minItems: 1, maxItems: MOST_CHOSEN }),
  }),
  answers: {
    200: T.Object({
      tokens: T.Integer({ description: 'How many tokens were revoked' }),
      keys: T.Integer({ description: 'How many API keys that these tokens created were revoked with them' }),
    }),
  },
})

export const listAllTokens = operation({
  id: 'listAllPersonalTokens',
  method: 'GET',
  path: '/api/v1/personal-tokens',
  tag: 'Personal tokens',
  summary: 'List all personal tokens',
  longRead: true,
  needs: { permission: 'EDIT_PERSONAL_TOKENS', credential: SESSION },
  query: T.Object({ state: tokenState, ...tokenFilters, ...listOptions, ...paging }),
  answers: { 200: Tokens },
})

export const countAllTokens = operation({
  id: 'countAllPersonalTokens',
  method: 'GET',
  path: '/api/v1/personal-tokens/counts',
  tag: 'Personal tokens',
  summary: 'Count the personal tokens of all people that may need a look',
  longRead: true,
  needs: { permission: 'EDIT_PERSONAL_TOKENS', credential: SESSION },
  answers: { 200: TokenCounts },
})

export const downloadTokens = operation({
  id: 'downloadPersonalTokens',
  method: 'GET',
  path: '/api/v1/personal-tokens/csv',
  tag: 'Personal tokens',
  summary: 'Download all personal tokens as CSV',
  description:
    'The same filters; at most the newest 50,000 tokens. Cells that a spreadsheet would run as a formula start with an apostrophe.',
  longRead: true,
  needs: { permission: 'EDIT_PERSONAL_TOKENS', credential: SESSION },
  query: T.Object({ state: tokenState, ...tokenFilters }),
  answers: { 200: { mediaType: 'text/csv; charset=utf-8', description: 'The rows' } },
})

export const revokeTokens = operation({
  id: 'revokePersonalTokens',
  method: 'POST',
  path: '/api/v1/personal-tokens/revoke',
  tag: 'Personal tokens',
  summary: 'Revoke all personal tokens of a person, or all created before an instant',
  description:
    'With both, the tokens of that person created before that instant. API keys that these tokens created are revoked with them. If it is interrupted, repeat it.',
  needs: { permission: 'EDIT_PERSONAL_TOKENS', credential: SESSION },
  alsoRefuses: [404],
  writes: true,
  body: T.Object({
    ownerId: T.Optional(T.String({ minLength: 1, maxLength: 64, description: 'The identifier of the owner' })),
    madeBefore: T.Optional(T.String({ maxLength: 64, description: 'An instant, in UTC without an offset' })),
    dryRun: T.Optional(T.Boolean({ description: 'Return what would be revoked, without revoking it' })),
    expectedCount: T.Optional(
      T.Integer({ minimum: 0, description: 'The number of tokens from the dry run; 409 if the number has changed' }),
    ),
  }),
  answers: {
    200: T.Object({
      tokens: T.Integer({ description: 'How many tokens were revoked, or would be' }),
      keys: T.Integer({
        description: 'How many API keys that these tokens created were revoked with them, or would be',
      }),
      dryRun: T.Boolean(),
    }),
  },
})
