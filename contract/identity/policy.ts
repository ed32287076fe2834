/** What the workspace allows of personal tokens. */
import * as T from 'typebox'
import { operation, SESSION } from '../core/operation.ts'
import { Ability, Instant } from '../core/schemas.ts'

const roleTags = (description: string) =>
  T.Array(T.String({ minLength: 1, maxLength: 63 }), { maxItems: 200, description })

const Day = T.String({ description: 'A day, e.g. 2027-01-31' })
const count = (minimum: number, maximum: number) => T.Integer({ minimum, maximum })

const rules = {
  rolesOff: roleTags('Tags of roles without personal tokens: whoever has no other role can create none'),
  longestDays: T.Union([count(1, 3650), T.Null()], {
    description: 'The longest lifetime in calendar days of the token’s zone; null: any',
  }),
  expiryRequired: T.Boolean({ description: 'Every new token needs an expiration date' }),
  idleDays: T.Union([count(14, 3650), T.Null()], {
    description: 'A token that is not used for so many days ends; its owner is warned 7 days before; null: never',
  }),
  mostTokens: T.Union([count(1, 10_000), T.Null()], { description: 'Live tokens a person may have; null: any number' }),
  readOnlyRoles: roleTags('Tags of roles whose people can create read-only tokens alone'),
  deviceSignIn: T.Boolean({ description: 'Clients may sign in with a code that a person types in the browser' }),
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
      'What applying does. WARNED: nothing, its owner is warned and it ends later unless it is used. STAYS: nothing.',
  }),
  expirationDate: T.Union([Instant, T.Null()], { description: 'When it stops now' }),
  becomes: T.Object(
    { lastDay: T.Optional(Day), readOnly: T.Optional(T.Literal(true)) },
    { description: 'What applying changes of it' },
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
      { description: 'How many live tokens break each rule; of mostTokens, those beyond the number' },
    ),
    touched: T.Integer({ description: 'How many tokens applying would end or change' }),
    ending: T.Integer({ description: 'How many of them would end' }),
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
  summary: 'Change the policy for personal tokens',
  description:
    'What is left out stays. It counts for tokens that are created or extended from now on; those that exist change only when it is applied. Idle tokens are the exception: their owners are warned, and they end.',
  needs: { permission: 'EDIT_PERSONAL_TOKENS', credential: SESSION, proof: true },
  writes: true,
  body: PolicyEdit,
  answers: { 200: TokenPolicy },
})

export const previewTokenPolicy = operation({
  id: 'previewTokenPolicy',
  method: 'POST',
  path: `${path}/preview`,
  tag,
  summary: 'Say which tokens would break a policy, and what applying it would do',
  description: 'What is left out is as in the saved policy. Nothing is changed.',
  needs: { permission: 'EDIT_PERSONAL_TOKENS', credential: SESSION },
  body: PolicyEdit,
  answers: { 200: PolicyPreview },
})

export const applyTokenPolicy = operation({
  id: 'applyTokenPolicy',
  method: 'POST',
  path: `${path}/apply`,
  tag,
  summary: 'Apply the saved policy to the tokens that exist',
  description:
    'Tokens of people without a role that allows them end; lifetimes that are too long are shortened to the longest from today; tokens that must be read-only become so. Repeat it where it was interrupted.',
  needs: { permission: 'EDIT_PERSONAL_TOKENS', credential: SESSION, proof: true },
  writes: true,
  body: T.Object({
    expectedCount: T.Integer({ minimum: 0, description: 'What the preview said as touched; 409 where it changed' }),
  }),
  answers: { 200: T.Object({ ended: T.Integer(), changed: T.Integer(), keysEnded: T.Integer() }) },
})

const MyTokenPolicy = T.Object(
  {
    allowed: Ability,
    longestDays: T.Union([T.Integer(), T.Null()]),
    latestDay: T.Union([Day, T.Null()], { description: 'The latest last day in the zone asked for; null: any' }),
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
  summary: 'Say what the workspace allows of my personal tokens',
  needs: { credential: SESSION },
  query: T.Object({
    timeZone: T.Optional(T.String({ maxLength: 64, description: 'The zone of the latest day; UTC by default' })),
  }),
  answers: { 200: MyTokenPolicy },
})
