/** The closed list of permissions: id → the name people read and the lowest default role that has it. */
export const PERMISSIONS = {
  VIEW_CATALOGS: { name: 'View catalogs', lowest: 'VIEWER' },
  VIEW_SCORECARDS: { name: 'View Scorecards', lowest: 'VIEWER' },
  VIEW_INITIATIVES: { name: 'View Initiatives', lowest: 'VIEWER' },
  VIEW_CQL_REPORTS: { name: 'View CQL reports', lowest: 'VIEWER' },
  EDIT_ENTITIES: { name: 'Edit entities', lowest: 'USER' },
  ARCHIVE_ENTITIES: { name: 'Archive and delete entities', lowest: 'USER' },
  CONFIGURE_ENTITIES: { name: 'Configure entities', lowest: 'USER' },
  EDIT_ENTITY_TYPES: { name: 'Edit entity types and relationship types', lowest: 'USER' },
  EDIT_INITIATIVES: { name: 'Edit Initiatives', lowest: 'USER' },
  EDIT_CQL_REPORTS: { name: 'Edit CQL reports', lowest: 'USER' },
  RUN_QUERY_BUILDER: { name: 'Run query builder', lowest: 'USER' },
  VIEW_GITOPS_LOGS: { name: 'View GitOps logs', lowest: 'USER' },
  VIEW_WORKFLOWS: { name: 'View workflows', lowest: 'USER' },
  VIEW_WORKFLOW_RUNS: { name: 'View workflow runs', lowest: 'USER' },
  RUN_WORKFLOWS: { name: 'Run workflows', lowest: 'USER' },
  RUN_SCAFFOLDER: { name: 'Run the Scaffolder', lowest: 'USER' },
  VIEW_ENG_INTELLIGENCE: { name: 'View Eng Intelligence', lowest: 'USER' },
  EDIT_CATALOGS: { name: 'Edit catalogs', lowest: 'MANAGER' },
  EDIT_SCORECARDS: { name: 'Edit Scorecards', lowest: 'MANAGER' },
  REFRESH_SCORECARDS: { name: 'Re-evaluate Scorecards', lowest: 'MANAGER' },
  CONFIGURE_SCORECARD_EXEMPTIONS: { name: 'Configure Scorecard exemptions', lowest: 'MANAGER' },
  RUN_QUERY_BUILDER_EXTERNAL: { name: 'Run query builder with third-party sources', lowest: 'MANAGER' },
  EDIT_WORKFLOWS: { name: 'Edit workflows and workflow runs', lowest: 'MANAGER' },
  CONFIGURE_SCAFFOLDER: { name: 'Configure Scaffolder templates', lowest: 'MANAGER' },
  EDIT_PLUGINS: { name: 'Edit plugins', lowest: 'MANAGER' },
  EDIT_USER_LABELS: { name: 'Edit user labels', lowest: 'MANAGER' },
  VERIFY_ANY_ENTITY: { name: 'Verify any entity', lowest: 'MANAGER' },
  MANAGE_DISCOVERY_AUDIT: { name: 'Manage discovery audit events', lowest: 'MANAGER' },
  EDIT_API_KEYS: { name: 'Edit API keys', lowest: 'ADMIN' },
  EDIT_SECRETS: { name: 'Create secrets', lowest: 'ADMIN' },
  VIEW_AUDIT_LOGS: { name: 'View audit logs', lowest: 'ADMIN' },
  VIEW_NOTIFICATION_LOGS: { name: 'View notification logs', lowest: 'ADMIN' },
  VIEW_ROLES: { name: 'View roles', lowest: 'ADMIN' },
  EDIT_ROLES: { name: 'Edit roles', lowest: 'ADMIN' },
  CONFIGURE_IDENTITY: { name: 'Configure OpenID Connector & SCIM', lowest: 'ADMIN' },
  CONFIGURE_IP_ALLOWLIST: { name: 'Configure IP allowlist', lowest: 'ADMIN' },
  CONFIGURE_INTEGRATIONS: { name: 'Configure integrations', lowest: 'ADMIN' },
  CONFIGURE_VERIFICATION_PERIODS: { name: 'Configure verification periods', lowest: 'ADMIN' },
  EDIT_SETTINGS: { name: 'Edit settings', lowest: 'ADMIN' },
  EDIT_MEMBERS: { name: 'Invite, deactivate and reset people', lowest: 'ADMIN' },
  EDIT_PERSONAL_TOKENS: { name: "See and revoke everybody's personal tokens", lowest: 'ADMIN' },
} as const

export type Permission = keyof typeof PERMISSIONS

export const isPermission = (id: string): id is Permission => Object.hasOwn(PERMISSIONS, id)

export const ALL_PERMISSIONS: readonly Permission[] = Object.keys(PERMISSIONS).filter(isPermission)

/** The default roles, weakest first: each holds everything the ones before it hold. */
export const DEFAULT_ROLES = ['VIEWER', 'USER', 'MANAGER', 'ADMIN'] as const

export type DefaultRole = (typeof DEFAULT_ROLES)[number]

export const DEFAULT_ROLE_NAMES = {
  VIEWER: 'Viewer',
  USER: 'User',
  MANAGER: 'Manager',
  ADMIN: 'Admin',
} as const satisfies Record<DefaultRole, string>

export const isDefaultRole = (id: string): id is DefaultRole => Object.hasOwn(DEFAULT_ROLE_NAMES, id)

export const permissionsOfDefaultRole = (role: DefaultRole): Permission[] =>
  ALL_PERMISSIONS.filter(id => DEFAULT_ROLES.indexOf(PERMISSIONS[id].lowest) <= DEFAULT_ROLES.indexOf(role))
