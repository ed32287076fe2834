import * as T from 'typebox'
import { Violation } from '../catalog/entities.ts'
import { ErrorResponse } from '../core/errors.ts'
import { EMPTY, operation, textBody } from '../core/operation.ts'
import { pageFields, paging } from '../core/paging.ts'
import { Ability, abilitiesFlag, Instant } from '../core/schemas.ts'
import { sorting } from '../core/sorting.ts'

const optional = T.Optional
const text = () => T.String()
const choice = optional(T.Object({ include: optional(T.Array(text())), exclude: optional(T.Array(text())) }))
const Filter = T.Object({ types: choice, groups: choice, query: optional(text()) }, { $id: 'ScorecardFilter' })

export const ScorecardRule = T.Object(
  {
    identifier: text(),
    title: optional(text()),
    description: optional(text()),
    expression: text(),
    weight: optional(T.Number({ description: '1 unless the descriptor sets another weight' })),
    levelName: optional(text()),
    failureMessage: optional(text()),
    effectiveFrom: optional(Instant),
    filter: optional(Filter),
  },
  { $id: 'ScorecardRule' },
)

export const Scorecard = T.Object(
  {
    tag: text(),
    name: text(),
    description: optional(text()),
    isDraft: T.Boolean(),
    lastUpdated: Instant,
    notifications: T.Object({ enabled: T.Boolean(), scoreDropNotificationsEnabled: T.Boolean() }),
    exemptions: T.Object({ enabled: T.Boolean(), autoApprove: T.Boolean() }),
    evaluation: optional(T.Object({ window: optional(T.Integer()) })),
    filter: optional(Filter),
    levels: optional(
      T.Array(
        T.Object({
          level: T.Object({
            name: text(),
            number: T.Integer({ description: 'The rank of the level; 1 is the lowest' }),
            color: optional(T.String({ description: 'A color such as #c0c0c0' })),
            description: optional(text()),
          }),
        }),
      ),
    ),
    rules: T.Array(ScorecardRule),
    sample: optional(T.Boolean()),
    version: T.Integer(),
    abilities: optional(T.Object({ edit: Ability, remove: Ability })),
  },
  { $id: 'Scorecard' },
)
export type Scorecard = T.Static<typeof Scorecard>

const OneScorecard = T.Object({ scorecard: Scorecard })

/** Why a descriptor was rejected: its violations, and the fields that every error has. */
export const RefusedScorecard = T.Object(
  { ok: T.Boolean(), violations: T.Array(Violation), ...ErrorResponse.properties },
  { $id: 'RefusedScorecard' },
)
export type RefusedScorecard = T.Static<typeof RefusedScorecard>

/** PostgreSQL cannot store the character 0. */
const pattern = '^[^\\u0000]*$'
const words = (description: string) =>
  optional(T.Array(T.String({ maxLength: 255, pattern }), { maxItems: 50, description }))

export const upsertScorecard = operation({
  id: 'createOrUpdateScorecard',
  method: 'POST',
  path: '/api/v1/scorecards/descriptor',
  tag: 'Scorecards',
  summary: 'Create or replace a Scorecard by its descriptor',
  needs: { permission: 'EDIT_SCORECARDS' },
  writes: true,
  versioned: true,
  query: T.Object({ dryRun: optional(T.Boolean({ description: 'Validate the descriptor without storing it' })) }),
  body: textBody('application/yaml;charset=UTF-8', 'The Scorecard descriptor, YAML'),
  answers: {
    200: T.Object({
      scorecard: Scorecard,
      violations: optional(T.Array(Violation, { description: 'Warnings, if any' })),
    }),
    400: T.Union([RefusedScorecard, ErrorResponse]),
  },
})

export const SCORECARD_SORTS = ['name', 'lastUpdated'] as const

export const listScorecards = operation({
  id: 'listScorecards',
  method: 'GET',
  path: '/api/v1/scorecards',
  tag: 'Scorecards',
  summary: 'List Scorecards',
  longRead: true,
  needs: { permission: 'VIEW_SCORECARDS' },
  query: T.Object({
    showDrafts: optional(T.Boolean({ description: 'Include drafts' })),
    query: optional(
      T.String({ maxLength: 500, pattern, description: 'Search words for tag, name, description and groups' }),
    ),
    groups: words('Only Scorecards whose filter includes one of these groups'),
    ...abilitiesFlag,
    ...sorting(SCORECARD_SORTS),
    ...paging,
  }),
  answers: { 200: T.Object({ scorecards: T.Array(Scorecard), ...pageFields }) },
})

export const getScorecard = operation({
  id: 'getScorecard',
  method: 'GET',
  path: '/api/v1/scorecards/{tag}',
  tag: 'Scorecards',
  summary: 'Read a Scorecard',
  needs: { permission: 'VIEW_SCORECARDS' },
  query: T.Object(abilitiesFlag),
  answers: { 200: OneScorecard },
})

export const deleteScorecard = operation({
  id: 'deleteScorecard',
  method: 'DELETE',
  path: '/api/v1/scorecards/{tag}',
  tag: 'Scorecards',
  summary: 'Delete a Scorecard',
  needs: { permission: 'EDIT_SCORECARDS' },
  writes: true,
  versioned: true,
  answers: { 200: EMPTY },
})

export const getScorecardDescriptor = operation({
  id: 'getScorecardDescriptor',
  method: 'GET',
  path: '/api/v1/scorecards/{tag}/descriptor',
  tag: 'Scorecards',
  summary: 'Read a Scorecard’s descriptor',
  needs: { permission: 'VIEW_SCORECARDS' },
  answers: { 200: T.String({ description: 'The YAML text as written', contentMediaType: 'application/yaml' }) },
})
