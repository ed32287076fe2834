/** The permissions as people look for them: by what they are about. */
import type { Permission } from '../../contract/permissions.ts'

type Group = { title: string; permissions: readonly Permission[] }

export const PERMISSION_GROUPS: readonly Group[] = [
  {
    title: 'Catalog',
    permissions: [
      'VIEW_CATALOGS',
      'EDIT_CATALOGS',
      'EDIT_ENTITIES',
      'ARCHIVE_ENTITIES',
      'CONFIGURE_ENTITIES',
      'EDIT_ENTITY_TYPES',
      'VERIFY_ANY_ENTITY',
      'CONFIGURE_VERIFICATION_PERIODS',
      'MANAGE_DISCOVERY_AUDIT',
      'VIEW_GITOPS_LOGS',
    ],
  },
  {
    title: 'Scorecards and Initiatives',
    permissions: [
      'VIEW_SCORECARDS',
      'EDIT_SCORECARDS',
      'REFRESH_SCORECARDS',
      'CONFIGURE_SCORECARD_EXEMPTIONS',
      'VIEW_INITIATIVES',
      'EDIT_INITIATIVES',
    ],
  },
  {
    title: 'Reports and queries',
    permissions: [
      'VIEW_CQL_REPORTS',
      'EDIT_CQL_REPORTS',
      'RUN_QUERY_BUILDER',
      'RUN_QUERY_BUILDER_EXTERNAL',
      'VIEW_ENG_INTELLIGENCE',
      'EDIT_USER_LABELS',
    ],
  },
  {
    title: 'Workflows and Scaffolder',
    permissions: [
      'VIEW_WORKFLOWS',
      'VIEW_WORKFLOW_RUNS',
      'RUN_WORKFLOWS',
      'EDIT_WORKFLOWS',
      'RUN_SCAFFOLDER',
      'CONFIGURE_SCAFFOLDER',
    ],
  },
  {
    title: 'People and access',
    permissions: [
      'EDIT_MEMBERS',
      'VIEW_ROLES',
      'EDIT_ROLES',
      'EDIT_PERSONAL_TOKENS',
      'EDIT_API_KEYS',
      'EDIT_SECRETS',
      'CONFIGURE_IDENTITY',
      'CONFIGURE_IP_ALLOWLIST',
    ],
  },
  {
    title: 'Workspace',
    permissions: [
      'EDIT_SETTINGS',
      'CONFIGURE_INTEGRATIONS',
      'EDIT_PLUGINS',
      'VIEW_AUDIT_LOGS',
      'VIEW_NOTIFICATION_LOGS',
    ],
  },
]
