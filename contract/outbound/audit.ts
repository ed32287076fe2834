import * as T from 'typebox'
import { operation } from '../core/operation.ts'
import { pageFields, paging } from '../core/paging.ts'
import { Instant } from '../core/schemas.ts'
import { sorting } from '../core/sorting.ts'

export const AUDIT_ACTIONS = ['CREATE', 'READ', 'UPDATE', 'DELETE'] as const
export const ACTOR_TYPES = ['API_KEY', 'PERSONAL_API_KEY', 'OAUTH2', 'BACKSTAGE', 'ANONYMOUS'] as const
export const OBJECT_TYPES = [
  'ENTITY',
  'ENTITY_TYPE',
  'DEPLOY',
  'CUSTOM_EVENT',
  'CUSTOM_METRIC',
  'SCORECARD',
  'PERSONAL_TOKEN',
  'API_KEY',
  'USER',
  'ROLE',
  'SESSION',
  'PASSWORD',
  'ONE_TIME_LINK',
  'SAMPLES',
  'CREDENTIAL',
  'PROFILE',
  'SETTING',
  'WEBHOOK',
  'DATA_WEBHOOK',
  'TOKEN_POLICY',
  'IDENTITY',
  'RELATIONSHIP_TYPE',
  'CATALOG_VIEW',
] as const

export type AuditAction = (typeof AUDIT_ACTIONS)[number]
export type ObjectType = (typeof OBJECT_TYPES)[number]

const optional = T.Optional

export const AuditLog = T.Object(
  {
    id: T.String(),
    timestamp: Instant,
    action: T.Enum(AUDIT_ACTIONS),
    objectType: T.String(),
    objectIdentifier: T.String(),
    objectName: optional(T.String({ description: 'The current name of the token or key' })),
    outcome: T.Enum(['DONE', 'FAILED', 'REFUSED']),
    reason: optional(T.String({ description: 'Why it failed or was refused' })),
    count: T.Integer({ description: 'Refusals are aggregated by credential, reason, address and hour' }),
    changes: optional(
      T.Record(T.String(), T.Object({ before: optional(T.Unknown()), after: optional(T.Unknown()) }), {
        description: 'What changed; never contains secrets',
      }),
    ),
    actorType: T.Enum(ACTOR_TYPES, {
      description:
        'OAUTH2 is a signed-in person, PERSONAL_API_KEY a personal token, ANONYMOUS an unauthenticated caller',
    }),
    actorIdentifier: optional(T.String({ description: 'The person’s email, or the identifier of the API key' })),
    actorEmail: optional(T.String()),
    actorCredential: optional(T.Object({ cid: T.String(), name: T.String() })),
    ipAddress: optional(T.String()),
    requestId: optional(T.String()),
  },
  { $id: 'AuditLog' },
)
export type AuditLog = T.Static<typeof AuditLog>

const instant = (which: string) =>
  optional(T.String({ maxLength: 64, description: `${which}: an instant, inclusive; UTC without an offset` }))
const several = <Values extends readonly [string, ...string[]]>(values: Values) =>
  optional(T.Array(T.Enum(values), { maxItems: 50 }))
/** PostgreSQL cannot store the character 0. */
const Word = T.String({ maxLength: 255, pattern: '^[^\\u0000]*$' })
const words = optional(T.Array(Word, { maxItems: 200 }))

export const auditFilters = {
  startTime: instant('From'),
  endTime: instant('Until'),
  actions: several(AUDIT_ACTIONS),
  objectIdentifiers: words,
  objectTypes: words,
  actorTypes: several(ACTOR_TYPES),
  actorApiKeyIdentifiers: optional(
    T.Array(Word, { maxItems: 200, description: 'Identifiers of API keys and of personal tokens' }),
  ),
  actorEmails: words,
  actorIpAddresses: words,
  actorRequestTypes: optional(
    T.Array(T.Enum(['API_KEY_ENTITY', 'ATLASSIAN_WEBHOOK', 'SCORECARD_BADGES', 'SLACK_COMMAND']), {
      maxItems: 50,
      description: 'API_KEY_ENTITY selects what API keys did; the other values return no entries',
    }),
  ),
  outcomes: several(['DONE', 'FAILED', 'REFUSED']),
}

export const AUDIT_SORTS = ['time'] as const

export const listAuditLogs = operation({
  id: 'getAuditLogs',
  method: 'GET',
  path: '/api/v1/audit-logs',
  tag: 'Audit logs',
  summary: 'List the audit log',
  longRead: true,
  needs: { permission: 'VIEW_AUDIT_LOGS' },
  query: T.Object({ ...auditFilters, ...sorting(AUDIT_SORTS), ...paging }),
  answers: { 200: T.Object({ logs: T.Array(AuditLog), ...pageFields }) },
})

export const getAuditLog = operation({
  id: 'getAuditLog',
  method: 'GET',
  path: '/api/v1/audit-logs/{id}',
  tag: 'Audit logs',
  summary: 'Read one entry of the audit log',
  needs: { permission: 'VIEW_AUDIT_LOGS' },
  answers: { 200: AuditLog },
})

export const downloadAuditLogs = operation({
  id: 'downloadAuditLogs',
  method: 'GET',
  path: '/api/v1/audit-logs/csv',
  tag: 'Audit logs',
  summary: 'Download the audit log as CSV',
  description:
    'The same filters; at most the newest 50,000 rows. Cells that a spreadsheet would run as a formula start with an apostrophe.',
  longRead: true,
  needs: { permission: 'VIEW_AUDIT_LOGS' },
  query: T.Object(auditFilters),
  answers: { 200: { mediaType: 'text/csv; charset=utf-8', description: 'The rows' } },
})
