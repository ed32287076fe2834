/** Every page of the app, for what holds on each of them. */
import { paths } from '../web/core/layout/paths.ts'

/** A page, and what is on it once it is whole. */
export type Place = { path: string; heading: string }

export const OUTSIDE: readonly Place[] = [
  { path: paths.signIn, heading: 'Sign in' },
  { path: paths.forgottenPassword, heading: 'Forgotten password' },
  { path: paths.resetPassword, heading: 'Choose a new password' },
  { path: paths.setUp, heading: 'Set up Portico' },
]

export const INSIDE: Record<string, readonly Place[]> = {
  Home: [{ path: paths.home, heading: 'Home' }],
  'the pages of the catalog': [
    { path: paths.catalog, heading: 'Catalog' },
    { path: `${paths.catalog}?types=team`, heading: 'Teams' },
    { path: `${paths.catalog}?query=nothing-has-this`, heading: 'Catalog' },
    { path: paths.newEntity, heading: 'Add an entity' },
    { path: paths.entity('checkout'), heading: 'Checkout' },
    { path: `${paths.entity('checkout')}?tab=dependencies`, heading: 'Checkout' },
    { path: `${paths.entity('checkout')}?tab=data`, heading: 'Checkout' },
    { path: `${paths.entity('checkout')}?tab=descriptor`, heading: 'Checkout' },
    { path: paths.entityDescriptor('checkout'), heading: 'Descriptor of checkout' },
    { path: paths.entity('no-such-entity'), heading: 'No such entity' },
  ],
  'the pages of Scorecards': [
    { path: paths.scorecards, heading: 'Scorecards' },
    { path: `${paths.scorecards}?query=nothing-has-this`, heading: 'Scorecards' },
    { path: paths.newScorecard, heading: 'Add a Scorecard' },
    { path: paths.scorecard('production-readiness'), heading: 'Production readiness' },
    { path: paths.scorecard('no-such-scorecard'), heading: 'No such Scorecard' },
    { path: paths.scorecardDescriptor('production-readiness'), heading: 'Descriptor of production-readiness' },
  ],
  'the settings': [
    { path: paths.profile, heading: 'My profile' },
    { path: paths.myTokens, heading: 'My access tokens' },
    { path: `${paths.myTokens}?state=ended`, heading: 'My access tokens' },
    { path: paths.permissions, heading: 'My permissions' },
    { path: paths.mySessions, heading: 'My sessions' },
    { path: paths.members, heading: 'Members' },
    { path: paths.roles, heading: 'Roles' },
    { path: paths.samples, heading: 'Sample catalog' },
    { path: paths.apiKeys, heading: 'API keys' },
    { path: paths.personalTokens, heading: 'Personal tokens' },
    { path: paths.tokenPolicy, heading: 'Token policy' },
    { path: paths.webhooks, heading: 'Webhooks' },
    { path: paths.dataWebhooks, heading: 'Data webhooks' },
    { path: paths.token('pt0000000000000000'), heading: 'No such token' },
    { path: paths.notices, heading: 'Notices' },
    { path: paths.device, heading: 'Sign in a device' },
    { path: paths.auditLogs, heading: 'Audit logs' },
    { path: '/nothing-at-this-address', heading: 'Nothing is here' },
  ],
}
