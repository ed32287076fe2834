/** Every page of the browser app, by its pattern in `contract/pages.ts`, in the states that look different. */
import type { PAGES } from '../contract/pages.ts'
import { paths } from '../web/core/layout/paths.ts'
import type { Furniture } from './furniture.ts'

/** A page, and the heading of what is on it once it is whole. */
export type Place = {
  readonly path: string
  readonly heading: string
  /** The role of a Viewer lacks the permission for it. */
  readonly refusesViewers?: true
}

type Pattern = (typeof PAGES)[number]

const OUTSIDE = ['/sign-in', '/forgotten-password', '/reset-password', '/invitation', '/set-up', '/proved'] as const

/** Whether it is a page for people who are not signed in, without the frame. */
export const isOutside = (pattern: string) => OUTSIDE.some(one => one === pattern)

const refusesViewers = true

export const placesOf = ({ tokens, invitation }: Furniture): Record<Pattern, readonly Place[]> => ({
  '/': [{ path: paths.home, heading: 'Home' }],
  '/sign-in': [{ path: paths.signIn, heading: 'Sign in' }],
  '/forgotten-password': [{ path: paths.forgottenPassword, heading: 'Forgot your password?' }],
  '/reset-password': [{ path: paths.resetPassword, heading: 'Choose a new password' }],
  '/invitation': [
    { path: paths.invitation, heading: 'Accept your invitation' },
    { path: invitation, heading: 'Accept your invitation' },
  ],
  '/set-up': [{ path: paths.setUp, heading: 'Set up Portico' }],
  '/proved': [
    { path: paths.proved, heading: 'Confirmed' },
    { path: `${paths.proved}?problem=denied`, heading: 'Not confirmed' },
  ],
  '/catalog': [
    { path: paths.catalog, heading: 'Catalog' },
    { path: `${paths.catalog}?query=nothing-has-this`, heading: 'Catalog' },
    { path: `${paths.catalog}?violatesSchema=true`, heading: 'Catalog' },
  ],
  '/catalog/$tag': [
    { path: paths.entity('checkout'), heading: 'Checkout' },
    { path: paths.entity('team-checkout'), heading: 'Checkout' },
    { path: paths.entity('unfit'), heading: 'Unfit' },
    { path: `${paths.entity('checkout')}?tab=dependencies`, heading: 'Checkout' },
    { path: `${paths.entity('checkout')}?tab=dependencies&view=list`, heading: 'Checkout' },
    { path: `${paths.entity('checkout')}?tab=activity`, heading: 'Checkout' },
    { path: `${paths.entity('checkout')}?tab=relationships`, heading: 'Checkout' },
    { path: `${paths.entity('checkout')}?tab=data`, heading: 'Checkout' },
    { path: `${paths.entity('checkout')}?tab=history`, heading: 'Checkout' },
    { path: `${paths.entity('checkout')}?tab=history&version=1`, heading: 'Checkout' },
    { path: `${paths.entity('checkout')}?tab=history&version=1&view=lines`, heading: 'Checkout' },
    { path: `${paths.entity('checkout')}?tab=descriptor`, heading: 'Checkout' },
    { path: paths.entity('no-such-entity'), heading: 'No such entity' },
  ],
  '/catalog/$tag/descriptor': [
    { path: paths.entityDescriptor('checkout'), heading: 'Descriptor of checkout' },
    { path: paths.entityDescriptor('no-such-entity'), heading: 'No such entity' },
  ],
  '/new-entity': [{ path: paths.newEntity, heading: 'Add an entity' }],
  '/teams': [
    { path: paths.teams, heading: 'Teams' },
    { path: `${paths.teams}?view=list`, heading: 'Teams' },
  ],
  '/domains': [
    { path: paths.domains, heading: 'Domains' },
    { path: `${paths.domains}?query=nothing-has-this`, heading: 'Domains' },
  ],
  '/entity-types': [{ path: paths.entityTypes, heading: 'Entity types' }],
  '/new-entity-type': [{ path: paths.newEntityType, heading: 'Add an entity type' }],
  '/entity-types/$tag': [
    { path: paths.entityType('service'), heading: 'Service' },
    { path: paths.entityType('function'), heading: 'Function' },
    { path: paths.entityType('no-such-type'), heading: 'No such entity type' },
  ],
  '/entity-types/$tag/descriptor': [
    { path: paths.entityTypeDescriptor('function'), heading: 'Descriptor of function' },
  ],
  '/relationship-types': [{ path: paths.relationshipTypes, heading: 'Relationship types' }],
  '/scorecards': [
    { path: paths.scorecards, heading: 'Scorecards' },
    { path: `${paths.scorecards}?query=nothing-has-this`, heading: 'Scorecards' },
  ],
  '/scorecards/$tag': [
    { path: paths.scorecard('production-readiness'), heading: 'Production readiness' },
    { path: paths.scorecard('no-such-scorecard'), heading: 'No such Scorecard' },
  ],
  '/scorecards/$tag/descriptor': [
    { path: paths.scorecardDescriptor('production-readiness'), heading: 'Descriptor of production-readiness' },
    { path: paths.scorecardDescriptor('no-such-scorecard'), heading: 'No such Scorecard' },
  ],
  '/new-scorecard': [{ path: paths.newScorecard, heading: 'Add a Scorecard' }],
  '/device': [{ path: paths.device, heading: 'Sign in a device' }],
  '/notices': [{ path: paths.notices, heading: 'Notices' }],
  '/settings': [{ path: paths.settings, heading: 'My profile' }],
  '/settings/profile': [{ path: paths.profile, heading: 'My profile' }],
  '/settings/tokens': [
    { path: paths.myTokens, heading: 'My access tokens' },
    { path: `${paths.myTokens}?state=ended`, heading: 'My access tokens' },
  ],
  '/settings/tokens/$cid': [
    ...Object.entries(tokens).map(([state, cid]) => ({ path: paths.token(cid), heading: state })),
    { path: paths.token('pt0000000000000000'), heading: 'No such token' },
  ],
  '/settings/permissions': [{ path: paths.permissions, heading: 'My permissions' }],
  '/settings/sessions': [{ path: paths.mySessions, heading: 'My sessions' }],
  '/settings/members': [{ path: paths.members, heading: 'Members', refusesViewers }],
  '/settings/roles': [{ path: paths.roles, heading: 'Roles', refusesViewers }],
  '/settings/samples': [{ path: paths.samples, heading: 'Sample catalog', refusesViewers }],
  '/settings/api-keys': [{ path: paths.apiKeys, heading: 'API keys', refusesViewers }],
  '/settings/personal-tokens': [
    { path: paths.personalTokens, heading: 'Personal tokens', refusesViewers },
    { path: `${paths.personalTokens}?state=all`, heading: 'Personal tokens', refusesViewers },
  ],
  '/settings/token-policy': [{ path: paths.tokenPolicy, heading: 'Token policy', refusesViewers }],
  '/settings/webhooks': [{ path: paths.webhooks, heading: 'Webhooks', refusesViewers }],
  '/settings/data-webhooks': [{ path: paths.dataWebhooks, heading: 'Data webhooks', refusesViewers }],
  '/settings/audit-logs': [{ path: paths.auditLogs, heading: 'Audit logs', refusesViewers }],
  '/admin/settings/personal-access-tokens': [{ path: paths.known.myTokens, heading: 'My access tokens' }],
  '/admin/settings/api-keys': [{ path: paths.known.apiKeys, heading: 'API keys', refusesViewers }],
  '/admin/settings/audit-logs': [{ path: paths.known.auditLogs, heading: 'Audit logs', refusesViewers }],
})

/** Addresses without a page, which the frame answers. */
export const NOWHERE: readonly Place[] = [
  { path: '/nothing-at-this-address', heading: 'Nothing is here' },
  { path: '/settings/nothing-at-this-address', heading: 'Nothing is here' },
]
