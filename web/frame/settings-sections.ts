/** The menu of the settings. An entry that lists something is open to whoever may call the operation that lists it. */

import type { OperationSpec } from '../../contract/core/operation.ts'
import { listApiKeys } from '../../contract/identity/keys.ts'
import { getTokenPolicy } from '../../contract/identity/policy.ts'
import { listRoles } from '../../contract/identity/roles.ts'
import { listAllTokens } from '../../contract/identity/tokens.ts'
import { listUsers } from '../../contract/identity/users.ts'
import { listAuditLogs } from '../../contract/outbound/audit.ts'
import { listWebhooks } from '../../contract/outbound/webhooks.ts'
import { getSamples } from '../../contract/samples/samples.ts'
import { paths } from '../core/layout/paths.ts'

type Entry = { label: string; to: string; alsoAt?: string; lists?: OperationSpec }

export const SETTINGS: readonly { section: string; entries: readonly Entry[] }[] = [
  {
    section: 'Preferences',
    entries: [
      { label: 'My profile', to: paths.profile },
      { label: 'My access tokens', to: paths.myTokens, alsoAt: paths.known.myTokens },
      { label: 'My permissions', to: paths.permissions },
      { label: 'My sessions', to: paths.mySessions },
    ],
  },
  {
    section: 'Workspace',
    entries: [
      { label: 'Members', to: paths.members, lists: listUsers },
      { label: 'Roles', to: paths.roles, lists: listRoles },
      { label: 'Sample catalog', to: paths.samples, lists: getSamples },
    ],
  },
  {
    section: 'Security',
    entries: [
      { label: 'API keys', to: paths.apiKeys, alsoAt: paths.known.apiKeys, lists: listApiKeys },
      { label: 'Personal tokens', to: paths.personalTokens, lists: listAllTokens },
      { label: 'Token policy', to: paths.tokenPolicy, lists: getTokenPolicy },
      { label: 'Webhooks', to: paths.webhooks, lists: listWebhooks },
      { label: 'Audit logs', to: paths.auditLogs, alsoAt: paths.known.auditLogs, lists: listAuditLogs },
    ],
  },
]
