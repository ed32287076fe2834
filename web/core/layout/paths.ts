/** Every address of the web app. What a person typed or a descriptor holds is encoded here and nowhere else. */
const part = encodeURIComponent

export const paths = {
  home: '/',
  signIn: '/sign-in',
  forgottenPassword: '/forgotten-password',
  resetPassword: '/reset-password',
  invitation: '/invitation',
  setUp: '/set-up',
  proved: '/proved',

  catalog: '/catalog',
  newEntity: '/new-entity',
  entity: (tag: string) => `/catalog/${part(tag)}`,
  entityDescriptor: (tag: string) => `/catalog/${part(tag)}/descriptor`,

  entityTypes: '/entity-types',
  newEntityType: '/new-entity-type',
  entityType: (type: string) => `/entity-types/${part(type)}`,
  entityTypeDescriptor: (type: string) => `/entity-types/${part(type)}/descriptor`,
  teams: '/teams',
  domains: '/domains',
  relationshipTypes: '/relationship-types',

  scorecards: '/scorecards',
  newScorecard: '/new-scorecard',
  scorecard: (tag: string) => `/scorecards/${part(tag)}`,
  scorecardDescriptor: (tag: string) => `/scorecards/${part(tag)}/descriptor`,

  device: '/device',
  notices: '/notices',

  settings: '/settings',
  profile: '/settings/profile',
  myTokens: '/settings/tokens',
  token: (cid: string) => `/settings/tokens/${part(cid)}`,
  permissions: '/settings/permissions',
  mySessions: '/settings/sessions',
  members: '/settings/members',
  roles: '/settings/roles',
  samples: '/settings/samples',
  apiKeys: '/settings/api-keys',
  personalTokens: '/settings/personal-tokens',
  tokenPolicy: '/settings/token-policy',
  webhooks: '/settings/webhooks',
  dataWebhooks: '/settings/data-webhooks',
  auditLogs: '/settings/audit-logs',

  /** Addresses that documentation and clients already know. */
  known: {
    myTokens: '/admin/settings/personal-access-tokens',
    apiKeys: '/admin/settings/api-keys',
    auditLogs: '/admin/settings/audit-logs',
  },
} as const
