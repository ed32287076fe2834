import * as T from 'typebox'
import { operation } from '../core/operation.ts'
import { Instant } from '../core/schemas.ts'

/** How many of each are listed; `count` says how many there are. */
export const MOST_LISTED = 5
/** Entities that one person owns are counted up to here. */
export const MOST_COUNTED = 1000

const HomeToken = T.Object(
  {
    cid: T.String(),
    name: T.String(),
    at: Instant,
    count: T.Optional(T.Integer({ description: 'How many calls were refused' })),
  },
  { $id: 'HomeToken' },
)
export type HomeToken = T.Static<typeof HomeToken>

const tokens = (description: string) =>
  T.Object({ count: T.Integer(), first: T.Array(HomeToken, { maxItems: MOST_LISTED }) }, { description })

const HomeTokens = T.Object({
  active: T.Integer({ description: 'How many active tokens you have' }),
  expiring: tokens('Tokens that expire within 14 days; `at` is when'),
  unused: tokens('Tokens that were not used for 30 days; `at` is the last use or, without one, the creation'),
  refused: tokens('Tokens with refused calls in the last 7 days, also revoked and expired ones; `at` is the last one'),
  newPlaces: tokens('Tokens that were first used from somewhere new, until you dismiss the notice; `at` is when'),
})

const OwnedEntity = T.Object(
  { tag: T.String(), name: T.String(), type: T.String(), lastUpdated: Instant },
  { $id: 'OwnedEntity' },
)

const Owned = T.Object({
  teams: T.Array(T.Object({ tag: T.String(), name: T.String() }), { description: 'The teams you are a member of' }),
  count: T.Integer({ description: 'How many entities you or your teams own; 1001 where there are more than 1,000' }),
  first: T.Array(OwnedEntity, { maxItems: MOST_LISTED, description: 'The most recently updated ones' }),
})

const Change = T.Object(
  {
    at: Instant,
    action: T.Enum(['CREATE', 'UPDATE', 'DELETE']),
    objectType: T.String(),
    objectIdentifier: T.String(),
    objectName: T.Optional(T.String({ description: 'The current name of the token or key' })),
    actor: T.Optional(T.String({ description: 'Who did it, where you may see the audit log' })),
  },
  { $id: 'HomeChange' },
)

export const STEPS = ['people', 'catalog', 'token', 'call', 'provider'] as const

const Step = T.Object({ step: T.Enum(STEPS), done: T.Boolean() }, { $id: 'HomeStep' })

const orNull = <S extends T.TSchema>(schema: S, description: string) => T.Union([schema, T.Null()], { description })

export const getHome = operation({
  id: 'getHome',
  method: 'GET',
  path: '/api/v1/home',
  tag: 'Home',
  summary: 'Get what needs your attention',
  description:
    'Answers only what the caller may see: tokens in a session, entities with View catalogs, and changes from the audit log with View audit logs, otherwise from the entities you own.',
  needs: {},
  alsoUses: ['VIEW_CATALOGS', 'VIEW_AUDIT_LOGS'],
  longRead: true,
  answers: {
    200: T.Object({
      tokens: orNull(HomeTokens, 'Your tokens; null for a token or key'),
      owned: orNull(Owned, 'What you own; null without View catalogs'),
      changes: T.Array(Change, { description: 'What changed most recently' }),
      checklist: orNull(
        T.Array(Step),
        'The first steps of a workspace, for people who manage it, until all are done or 30 days have passed; null otherwise',
      ),
    }),
  },
})
