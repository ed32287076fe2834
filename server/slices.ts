/** The one list of slices, lowest first. Everything that there is one of for each slice is derived from it. */

import { customData } from './catalog/custom-data/slice.ts'
import { dataWebhooks } from './catalog/data-webhooks/slice.ts'
import { dependencies } from './catalog/dependencies/slice.ts'
import { deploys } from './catalog/deploys/slice.ts'
import { domains } from './catalog/domains/slice.ts'
import { entities } from './catalog/entities/slice.ts'
import { events } from './catalog/events/slice.ts'
import { groups } from './catalog/groups/slice.ts'
import { catalogImport } from './catalog/import/slice.ts'
import { metrics } from './catalog/metrics/slice.ts'
import { relationships } from './catalog/relationships/slice.ts'
import { teams } from './catalog/teams/slice.ts'
import { timeline } from './catalog/timeline/slice.ts'
import { types } from './catalog/types/slice.ts'
import { versions } from './catalog/versions/slice.ts'
import { views } from './catalog/views/slice.ts'
import { core } from './core/slices/core.ts'
import type { Slice } from './core/slices/slice.ts'
import { activity } from './identity/activity/slice.ts'
import { credentials } from './identity/credentials/slice.ts'
import { device } from './identity/device/slice.ts'
import { enforcement } from './identity/enforcement/slice.ts'
import { keys } from './identity/keys/slice.ts'
import { links } from './identity/links/slice.ts'
import { roles } from './identity/roles/slice.ts'
import { sessions } from './identity/sessions/slice.ts'
import { signIn } from './identity/sign-in/slice.ts'
import { tokens } from './identity/tokens/slice.ts'
import { users } from './identity/users/slice.ts'
import { audit } from './outbound/audit/slice.ts'
import { emails } from './outbound/emails/slice.ts'
import { home } from './outbound/home/slice.ts'
import { notices } from './outbound/notices/slice.ts'
import { warnings } from './outbound/warnings/slice.ts'
import { webhooks } from './outbound/webhooks/slice.ts'
import { samples } from './samples/slice.ts'
import { scorecards } from './standards/scorecards/slice.ts'

export const SLICES: readonly Slice[] = [
  core,
  credentials,
  sessions,
  links,
  roles,
  users,
  tokens,
  enforcement,
  activity,
  keys,
  device,
  signIn,
  entities,
  domains,
  types,
  catalogImport,
  customData,
  dataWebhooks,
  dependencies,
  groups,
  teams,
  deploys,
  events,
  metrics,
  timeline,
  versions,
  relationships,
  views,
  scorecards,
  audit,
  notices,
  webhooks,
  emails,
  warnings,
  home,
  samples,
]
