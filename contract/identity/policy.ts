/** What the workspace allows for personal tokens. */
import * as T from 'typebox'
import { operation, SESSION } from '../core/operation.ts'
import { Ability, Instant } from '../core/schemas.ts'

const roleTags = (description: string) =>
  T.Array(T.String({ minLength: 1, maxLength: 63 }), { maxItems: 200, description })

const Day = T.String({ description: 'A day, for example 2027-01-31' })
const count = (minimum: number, maximum: number) => T.Integer({ minimum, maximum })

const rules = {
  rolesOff: roleTags('Tags of roles without personal tokens: a person with no other role cannot create any'),
  longestDays: T.Union([count(1, 3650), T.Null()], {
    description: 'The maximum lifetime in calendar days of the token’s zone; null means no maximum',
  }),
  expiryRequired: T.Boolean({ description: 'Whether every new token must have an expiration date' }),
  idleDays: T.Union([count(14, 3650), T.Null()], {
    description:
      'A token that is not used for this many days is revoked; its owner is warned 7 days before; null means never',
  }),
  mostTokens: T.Union([count(1, 10_000), T.Null()], {
    description: 'The maximum number of active tokens per person; null means no maximum',
  }),
  readOnlyRoles: roleTags('Tags of roles whose people can create only read-only tokens'),
  deviceSignIn: T.Boolean({
    description: 'Whether clients may sign in with a code that a person enters in the browser',
  }),
}

export const TokenPolicy = T.Object({ ...rules, version: T.Integer() }, { $id: 'TokenPolicy' })
export type TokenPolicy = T.Static<typeof TokenPolicy>

const PolicyEdit = T.Partial(T.Object(rules))

export const POLICY_RULES = [
  'rolesOff',
  'longestDays',
  'expiryRequired',
  'readOnlyRoles',
  'idleDays',
  'mostTokens',
] as const
export type PolicyRule = (typeof POLICY_RULES)[number]

const TouchedToken = T.Object({
  cid: T.String(),
  name: T.String(),
  owner: T.Object({ id: T.String(), email: T.String(), name: T.String() }),
  breaks: T.Array(T.Enum(POLICY_RULES)),
  outcome: T.Enum(['ENDS', 'CHANGES', 'WARNED', 'STAYS'], {
    description:
      'What applying the policy does. WARNED: nothing yet; its owner is warned, and it is revoked later unless it is used. STAYS: nothing.',
  }),
  expirationDate: T.Union([Instant, T.Null()], { description: 'When it expires today, before the policy is applied' }),
  becomes: T.Object(
    { lastDay: T.Optional(Day), readOnly: T.Optional(T.Literal(true)) },
    { description: 'What applying the policy changes on it' },
  ),
})
export type TouchedToken = T.Static<typeof TouchedToken>

export const PolicyPreview = T.Object(
  {
    rules: T.Object(
      {
        rolesOff: T.Integer(),
        longestDays: T.Integer(),
        expiryRequired: T.Integer(),
        readOnlyRoles: T.Integer(),
        idleDays: T.Integer(),
        mostTokens: T.Integer(),
      },
      { description: 'How many active tokens break each rule; for mostTokens, the tokens beyond the maximum' },
    ),
    touched: T.Integer({ description: 'How many tokens applying the policy would revoke or change' }),
    ending: T.Integer({ description: 'How many of them would be revoked' }),
    tokens: T.Array(TouchedToken, { description: 'The first 200 tokens that break a rule, by owner' }),
    total: T.Integer({ description: 'How many tokens break a rule' }),
  },
  { $id: 'PolicyPreview' },
)
export type PolicyPreview = T.Static<typeof PolicyPreview>

const path = '/api/v1/personal-tokens/policy'
const tag = 'Personal tokens'

export const getTokenPolicy = operation({
  id: 'getTokenPolicy',
  method: 'GET',
  path,
  tag,
  summary: 'Read the policy for personal tokens',
  needs: { permission: 'EDIT_PERSONAL_TOKENS', credential: SESSION },
  answers: { 200: TokenPolicy },
})

export const saveTokenPolicy = operation({
  id: 'saveTokenPolicy',
  method: 'PUT',
  path,
  tag,
  summary: 'Update the policy for personal tokens',
  description:
    'Omitted fields stay unchanged. The policy applies to tokens that are created or extended from now on; existing tokens change only when you apply it. Idle tokens are the exception: their owners are warned, and the tokens are revoked.',
  needs: { permission: 'EDIT_PERSONAL_TOKENS', credential: SESSION, proof: true },
  writes: true,
  versioned: true,
  body: PolicyEdit,
  answers: { 200: TokenPolicy },
})

export const previewTokenPolicy = operation({
  id: 'previewTokenPolicy',
  method: 'POST',
  path: `${path}/preview`,
  tag,
  summary: 'Preview which tokens would break a policy, and what applying it would do',
  description: 'Omitted fields are taken from the saved policy. Nothing is changed.',
  needs: { permission: 'EDIT_PERSONAL_TOKENS', credential: SESSION },
  body: PolicyEdit,
  answers: { 200: PolicyPreview },
})

export const applyTokenPolicy = operation({
  id: 'applyTokenPolicy',
  method: 'POST',
  path: `${path}/apply`,
  tag,
  summary: 'Apply the saved policy to existing tokens',
  description:
    'Revokes tokens of people without a role that allows them; shortens lifetimes that are too long to the maximum from today; makes tokens read-only where the policy requires it. If it is interrupted, repeat it.',
  needs: { permission: 'EDIT_PERSONAL_TOKENS', credential: SESSION, proof: true },
  writes: true,
  versioned: true,
  body: T.Object({
    expectedCount: T.Integer({
      minimum: 0,
      description: 'The value of touched in the preview; 409 if the number has changed',
    }),
  }),
  answers: { 200: T.Object({ ended: T.Integer(), changed: T.Integer(), keysEnded: T.Integer() }) },
})

const MyTokenPolicy = T.Object(
  {
    allowed: Ability,
    longestDays: T.Union([T.Integer(), T.Null()]),
    latestDay: T.Union([Day, T.Null()], {
      description: 'The latest possible last day in the requested zone; null means no limit',
    }),
    expiryRequired: T.Boolean(),
    readOnlyRequired: T.Boolean(),
    idleDays: T.Union([T.Integer(), T.Null()]),
    mostTokens: T.Union([T.Integer(), T.Null()]),
    tokensLeft: T.Union([T.Integer(), T.Null()]),
    deviceSignIn: T.Boolean(),
  },
  { $id: 'MyTokenPolicy' },
)
export type MyTokenPolicy = T.Static<typeof MyTokenPolicy>

export const getMyTokenPolicy = operation({
  id: 'getMyTokenPolicy',
  method: 'GET',
  path: '/api/v1/auth/token/policy',
  tag,
  summary: 'Get what the workspace allows for your personal tokens',
  needs: { credential: SESSION },
  query: T.Object({
    timeZone: T.Optional(T.String({ maxLength: 64, description: 'The time zone of the latest day; UTC by default' })),
  }),
  answers: { 200: MyTokenPolicy },
})
