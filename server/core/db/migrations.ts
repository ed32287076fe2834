/**
 * The migrations, in order: forward only, never edited once released. A version is its place in this list, from 1. The numbers of
 * the files do not count: 009 was added to the list before 008, and a version keeps its place.
 */
import { foundation } from './migrations/001-foundation.ts'
import { limitsAndRotation } from './migrations/002-limits-and-rotation.ts'
import { activity } from './migrations/003-activity.ts'
import { noticesAndWebhooks } from './migrations/004-notices-and-webhooks.ts'
import { deviceCodes } from './migrations/005-device-codes.ts'
import { tokenPolicy } from './migrations/006-token-policy.ts'
import { authorityRows } from './migrations/007-authority-rows.ts'
import { longLists } from './migrations/008-long-lists.ts'
import { identities } from './migrations/009-identities.ts'
import { lanes } from './migrations/010-lanes.ts'
import { entityAnswers } from './migrations/011-entity-answers.ts'
import { jobLanes } from './migrations/012-job-lanes.ts'
import { comparable } from './migrations/013-comparable.ts'
import { tokenLists } from './migrations/014-token-lists.ts'
import { members } from './migrations/015-members.ts'
import { dependencies } from './migrations/016-dependencies.ts'
import { sorting } from './migrations/017-sorting.ts'
import { entityTypes } from './migrations/018-entity-types.ts'
import { customData } from './migrations/019-custom-data.ts'
import { teamGroups } from './migrations/020-team-groups.ts'
import { deploysAndEvents } from './migrations/021-deploys-and-events.ts'
import { relationships } from './migrations/022-relationships.ts'
import { descriptorVersions } from './migrations/023-descriptor-versions.ts'
import { catalogViews } from './migrations/024-catalog-views.ts'
import { dependencyPairs } from './migrations/025-dependency-pairs.ts'
import { inheritedOwners } from './migrations/026-inherited-owners.ts'
import { orderOfUse } from './migrations/027-order-of-use.ts'

/** A statement of both engines, or what each needs of its own. */
export type Step = string | { readonly sqlite: readonly string[]; readonly postgres: readonly string[] }

export const MIGRATIONS: readonly (readonly Step[])[] = [
  foundation,
  limitsAndRotation,
  activity,
  noticesAndWebhooks,
  deviceCodes,
  tokenPolicy,
  authorityRows,
  identities,
  longLists,
  lanes,
  entityAnswers,
  jobLanes,
  comparable,
  tokenLists,
  members,
  dependencies,
  sorting,
  entityTypes,
  customData,
  teamGroups,
  deploysAndEvents,
  relationships,
  inheritedOwners,
  descriptorVersions,
  catalogViews,
  orderOfUse,
  dependencyPairs,
]

/** The statements that bring a database of this version up to date. */
export const statementsAfter = (version: number, engine: 'sqlite' | 'postgres'): string[] =>
  MIGRATIONS.slice(version)
    .flat()
    .flatMap(step => (typeof step === 'string' ? step : step[engine]))
