/** Which page answers at which address. Every page is a file of its own that the browser loads when it is opened. */
import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  type ErrorComponentProps,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import { auditSearch } from './audit/audit-search.ts'
import { catalogSearch } from './catalog/catalog-search.ts'
import { apiKeysSearch } from './keys/api-keys-search.ts'
import { AppFrame } from './layout/app-frame.tsx'
import { ErrorPage, NotFoundPage } from './layout/fault-pages.tsx'
import { Outside } from './layout/outside.tsx'
import { Root } from './layout/root.tsx'
import { SettingsFrame } from './layout/settings-frame.tsx'
import { paths } from './paths.ts'
import { scorecardsSearch } from './scorecards/scorecards-search.ts'
import { parseSearch, type RawSearch, stringifySearch } from './search-params.ts'
import { signedInOnly } from './sessions/guard.ts'
import { signInSearch } from './sessions/sign-in-search.ts'
import { myTokensSearch, personalTokensSearch } from './tokens/tokens-search.ts'
import { Loading } from './ui/loading.tsx'
import { membersSearch } from './users/members-search.ts'

const root = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Root,
  notFoundComponent: () => (
    <Outside>
      <NotFoundPage />
    </Outside>
  ),
  errorComponent: (props: ErrorComponentProps) => (
    <Outside>
      <ErrorPage {...props} />
    </Outside>
  ),
})

const home = createRoute({
  getParentRoute: () => root,
  path: paths.home,
  beforeLoad: () => {
    throw redirect({ to: paths.catalog, replace: true })
  },
})

type Load = ReturnType<typeof lazyRouteComponent>
type Search = (raw: RawSearch) => RawSearch

const anySearch: Search = raw => raw

const outside = (path: string, component: Load, validateSearch = anySearch) =>
  createRoute({ getParentRoute: () => root, path, component, validateSearch })

const app = createRoute({
  getParentRoute: () => root,
  id: 'app-frame',
  beforeLoad: signedInOnly,
  component: AppFrame,
})
const inApp = (path: string, component: Load, validateSearch = anySearch) =>
  createRoute({ getParentRoute: () => app, path, component, validateSearch })

const settings = createRoute({ getParentRoute: () => app, id: 'settings-frame', component: SettingsFrame })
const inSettings = (path: string, component: Load, validateSearch = anySearch) =>
  createRoute({ getParentRoute: () => settings, path, component, validateSearch })

const settingsHome = createRoute({
  getParentRoute: () => app,
  path: paths.settings,
  beforeLoad: () => {
    throw redirect({ to: paths.profile, replace: true })
  },
})

const myTokens = lazyRouteComponent(() => import('./tokens/my-tokens-page.tsx'), 'MyTokensPage')
const apiKeys = lazyRouteComponent(() => import('./keys/api-keys-page.tsx'), 'ApiKeysPage')
const auditLogs = lazyRouteComponent(() => import('./audit/audit-logs-page.tsx'), 'AuditLogsPage')

const entrances = [
  outside(
    paths.signIn,
    lazyRouteComponent(() => import('./sessions/sign-in-page.tsx'), 'SignInPage'),
    signInSearch,
  ),
  outside(
    paths.forgottenPassword,
    lazyRouteComponent(() => import('./sessions/forgotten-password-page.tsx'), 'ForgottenPasswordPage'),
  ),
  outside(
    paths.resetPassword,
    lazyRouteComponent(() => import('./sessions/reset-password-page.tsx'), 'ResetPasswordPage'),
  ),
  outside(
    paths.invitation,
    lazyRouteComponent(() => import('./sessions/invitation-page.tsx'), 'InvitationPage'),
  ),
  outside(
    paths.proved,
    lazyRouteComponent(() => import('./sessions/proved-page.tsx'), 'ProvedPage'),
    signInSearch,
  ),
  outside(
    paths.setUp,
    lazyRouteComponent(() => import('./sessions/set-up-page.tsx'), 'SetUpPage'),
  ),
]

const settingsPages = [
  inSettings(
    paths.profile,
    lazyRouteComponent(() => import('./users/my-profile-page.tsx'), 'MyProfilePage'),
    signInSearch,
  ),
  inSettings(paths.myTokens, myTokens, myTokensSearch),
  inSettings(paths.known.myTokens, myTokens, myTokensSearch),
  inSettings(
    '/settings/tokens/$cid',
    lazyRouteComponent(() => import('./tokens/token-page.tsx'), 'TokenPage'),
  ),
  inSettings(
    paths.permissions,
    lazyRouteComponent(() => import('./access/my-permissions-page.tsx'), 'MyPermissionsPage'),
  ),
  inSettings(
    paths.mySessions,
    lazyRouteComponent(() => import('./sessions/my-sessions-page.tsx'), 'MySessionsPage'),
  ),
  inSettings(
    paths.members,
    lazyRouteComponent(() => import('./users/members-page.tsx'), 'MembersPage'),
    membersSearch,
  ),
  inSettings(
    paths.roles,
    lazyRouteComponent(() => import('./roles/roles-page.tsx'), 'RolesPage'),
  ),
  inSettings(
    paths.samples,
    lazyRouteComponent(() => import('./samples/samples-page.tsx'), 'SamplesPage'),
  ),
  inSettings(paths.apiKeys, apiKeys, apiKeysSearch),
  inSettings(paths.known.apiKeys, apiKeys, apiKeysSearch),
  inSettings(
    paths.personalTokens,
    lazyRouteComponent(() => import('./tokens/personal-tokens-page.tsx'), 'PersonalTokensPage'),
    personalTokensSearch,
  ),
  inSettings(
    paths.tokenPolicy,
    lazyRouteComponent(() => import('./policy/policy-page.tsx'), 'PolicyPage'),
  ),
  inSettings(
    paths.webhooks,
    lazyRouteComponent(() => import('./webhooks/webhooks-page.tsx'), 'WebhooksPage'),
  ),
  inSettings(paths.auditLogs, auditLogs, auditSearch),
  inSettings(paths.known.auditLogs, auditLogs, auditSearch),
]

const pages = [
  inApp(
    paths.notices,
    lazyRouteComponent(() => import('./notices/notices-page.tsx'), 'NoticesPage'),
  ),
  inApp(
    paths.device,
    lazyRouteComponent(() => import('./device/device-page.tsx'), 'DevicePage'),
  ),
  inApp(
    paths.catalog,
    lazyRouteComponent(() => import('./catalog/catalog-page.tsx'), 'CatalogPage'),
    catalogSearch,
  ),
  inApp(
    paths.newEntity,
    lazyRouteComponent(() => import('./catalog/new-entity-page.tsx'), 'NewEntityPage'),
  ),
  inApp(
    '/catalog/$tag',
    lazyRouteComponent(() => import('./catalog/entity-page.tsx'), 'EntityPage'),
  ),
  inApp(
    '/catalog/$tag/descriptor',
    lazyRouteComponent(() => import('./catalog/entity-descriptor-page.tsx'), 'EntityDescriptorPage'),
  ),
  inApp(
    paths.scorecards,
    lazyRouteComponent(() => import('./scorecards/scorecards-page.tsx'), 'ScorecardsPage'),
    scorecardsSearch,
  ),
  inApp(
    paths.newScorecard,
    lazyRouteComponent(() => import('./scorecards/new-scorecard-page.tsx'), 'NewScorecardPage'),
  ),
  inApp(
    '/scorecards/$tag',
    lazyRouteComponent(() => import('./scorecards/scorecard-page.tsx'), 'ScorecardPage'),
  ),
  inApp(
    '/scorecards/$tag/descriptor',
    lazyRouteComponent(() => import('./scorecards/scorecard-descriptor-page.tsx'), 'ScorecardDescriptorPage'),
  ),
]

export const createAppRouter = (queryClient: QueryClient) =>
  createRouter({
    routeTree: root.addChildren([
      home,
      ...entrances,
      app.addChildren([settingsHome, ...pages, settings.addChildren(settingsPages)]),
    ]),
    context: { queryClient },
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultErrorComponent: ErrorPage,
    defaultNotFoundComponent: NotFoundPage,
    defaultPendingComponent: Loading,
    defaultPendingMs: 300,
  })
