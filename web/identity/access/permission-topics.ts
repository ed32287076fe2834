/** The permissions by topic, for reading and choosing them. */
import { ALL_PERMISSIONS, PERMISSIONS, type Permission } from '../../../contract/core/permissions.ts'

const TOPICS = [
  'Catalog',
  'Scorecards and Initiatives',
  'Queries and reports',
  'Workflows and Scaffolder',
  'Plugins and integrations',
  'People and roles',
  'Security',
  'Workspace',
] as const

type Topic = (typeof TOPICS)[number]

const TOPIC_OF: Record<Permission, Topic> = {
  VIEW_CATALOGS: 'Catalog',
  EDIT_CATALOGS: 'Catalog',
  EDIT_ENTITIES: 'Catalog',
  ARCHIVE_ENTITIES: 'Catalog',
  CONFIGURE_ENTITIES: 'Catalog',
  EDIT_ENTITY_TYPES: 'Catalog',
  VERIFY_ANY_ENTITY: 'Catalog',
  CONFIGURE_VERIFICATION_PERIODS: 'Catalog',
  MANAGE_DISCOVERY_AUDIT: 'Catalog',
  VIEW_GITOPS_LOGS: 'Catalog',
  VIEW_SCORECARDS: 'Scorecards and Initiatives',
  EDIT_SCORECARDS: 'Scorecards and Initiatives',
  REFRESH_SCORECARDS: 'Scorecards and Initiatives',
  CONFIGURE_SCORECARD_EXEMPTIONS: 'Scorecards and Initiatives',
  VIEW_INITIATIVES: 'Scorecards and Initiatives',
  EDIT_INITIATIVES: 'Scorecards and Initiatives',
  VIEW_CQL_REPORTS: 'Queries and reports',
  EDIT_CQL_REPORTS: 'Queries and reports',
  RUN_QUERY_BUILDER: 'Queries and reports',
  RUN_QUERY_BUILDER_EXTERNAL: 'Queries and reports',
  VIEW_ENG_INTELLIGENCE: 'Queries and reports',
  VIEW_WORKFLOWS: 'Workflows and Scaffolder',
  VIEW_WORKFLOW_RUNS: 'Workflows and Scaffolder',
  RUN_WORKFLOWS: 'Workflows and Scaffolder',
  EDIT_WORKFLOWS: 'Workflows and Scaffolder',
  RUN_SCAFFOLDER: 'Workflows and Scaffolder',
  CONFIGURE_SCAFFOLDER: 'Workflows and Scaffolder',
  EDIT_PLUGINS: 'Plugins and integrations',
  CONFIGURE_INTEGRATIONS: 'Plugins and integrations',
  VIEW_ROLES: 'People and roles',
  EDIT_ROLES: 'People and roles',
  EDIT_MEMBERS: 'People and roles',
  EDIT_USER_LABELS: 'People and roles',
  CONFIGURE_IDENTITY: 'People and roles',
  EDIT_API_KEYS: 'Security',
  EDIT_PERSONAL_TOKENS: 'Security',
  EDIT_SECRETS: 'Security',
  VIEW_AUDIT_LOGS: 'Security',
  CONFIGURE_IP_ALLOWLIST: 'Security',
  EDIT_SETTINGS: 'Workspace',
  VIEW_NOTIFICATION_LOGS: 'Workspace',
}

const has = (permission: Permission, text: string) =>
  PERMISSIONS[permission].name.toLowerCase().includes(text) || permission.toLowerCase().includes(text)

/** The topics that hold a wanted permission, with those; `text` is looked for in names and ids. */
export const byTopic = ({ text = '', among = ALL_PERMISSIONS }: { text?: string; among?: readonly Permission[] }) => {
  const wanted = text.trim().toLowerCase()
  return TOPICS.map(topic => ({
    topic,
    permissions: among.filter(permission => TOPIC_OF[permission] === topic && has(permission, wanted)),
  })).filter(({ permissions }) => permissions.length > 0)
}
