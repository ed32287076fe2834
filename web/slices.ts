/** The one list of slices of the browser app, in the order of their menu entries. Routes, menus and the words of the audit log are derived from it. */

import { customData } from './catalog/custom-data/slice.ts'
import { dataWebhooks } from './catalog/data-webhooks/slice.ts'
import { dependencies } from './catalog/dependencies/slice.ts'
import { deploys } from './catalog/deploys/slice.ts'
import { domains } from './catalog/domains/slice.ts'
import { entities } from './catalog/entities/slice.ts'
import { events } from './catalog/events/slice.ts'
import { metrics } from './catalog/metrics/slice.ts'
import { relationships } from './catalog/relationships/slice.ts'
import { teams } from './catalog/teams/slice.ts'
import { timeline } from './catalog/timeline/slice.ts'
import { types } from './catalog/types/slice.ts'
import { versions } from './catalog/versions/slice.ts'
import { views } from './catalog/views/slice.ts'
import type { Slice } from './core/layout/slice.ts'
import { access } from './identity/access/slice.ts'
import { device } from './identity/device/slice.ts'
import { keys } from './identity/keys/slice.ts'
import { policy } from './identity/policy/slice.ts'
import { roles } from './identity/roles/slice.ts'
import { sessions } from './identity/sessions/slice.ts'
import { tokens } from './identity/tokens/slice.ts'
import { users } from './identity/users/slice.ts'
import { audit } from './outbound/audit/slice.ts'
import { home } from './outbound/home/slice.ts'
import { notices } from './outbound/notices/slice.ts'
import { webhooks } from './outbound/webhooks/slice.ts'
import { samples } from './samples/slice.ts'
import { scorecards } from './standards/scorecards/slice.ts'

export const SLICES: readonly Slice[] = [
  home,
  entities,
  dependencies,
  views,
  teams,
  domains,
  types,
  relationships,
  deploys,
  events,
  metrics,
  timeline,
  versions,
  customData,
  scorecards,
  notices,
  users,
  keys,
  tokens,
  access,
  sessions,
  device,
  roles,
  dataWebhooks,
  samples,
  policy,
  webhooks,
  audit,
]
