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
import { catalogSearch } from './catalog/entities/catalog-search.ts'
import { ErrorPage, NotFoundPage } from './core/layout/fault-pages.tsx'
import { Outside } from './core/layout/outside.tsx'
import { paths } from './core/layout/paths.ts'
import { Root } from './core/layout/root.tsx'
import { parseSearch, type RawSearch, stringifySearch } from './core/layout/search-params.ts'
import { Loading } from './core/ui/loading.tsx'
import { AppFrame } from './frame/app-frame.tsx'
import { SettingsFrame } from './frame/settings-frame.tsx'
import { apiKeysSearch } from './identity/keys/api-keys-search.ts'
import { signedInOnly } from './identity/sessions/guard.ts'
import { signInSearch } from './identity/sessions/sign-in-search.ts'
import { myTokensSearch, personalTokensSearch } from './identity/tokens/tokens-search.ts'
import { membersSearch } from './identity/users/members-search.ts'
import { auditSearch } from './outbound/audit/audit-search.ts'
import { scorecardsSearch } from './standards/scorecards/scorecards-search.ts'

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

const myTokens = lazyRouteComponent(() => import('./identity/tokens/my-tokens-page.tsx'), 'MyTokensPage')
const apiKeys = lazyRouteComponent(() => import('./identity/keys/api-keys-page.tsx'), 'ApiKeysPage')
const auditLogs = lazyRouteComponent(() => import('./outbound/audit/audit-logs-page.tsx'), 'AuditLogsPage')

const entrances = [
  outside(
    paths.signIn,
    lazyRouteComponent(() => import('./identity/sessions/sign-in-page.tsx'), 'SignInPage'),
    signInSearch,
  ),
  outside(
    paths.forgottenPassword,
    lazyRouteComponent(() => import('./identity/sessions/forgotten-password-page.tsx'), 'ForgottenPasswordPage'),
  ),
  outside(
    paths.resetPassword,
    lazyRouteComponent(() => import('./identity/sessions/reset-password-page.tsx'), 'ResetPasswordPage'),
  ),
  outside(
    paths.invitation,
    lazyRouteComponent(() => import('./identity/sessions/invitation-page.tsx'), 'InvitationPage'),
  ),
  outside(
    paths.proved,
    lazyRouteComponent(() => import('./identity/sessions/proved-page.tsx'), 'ProvedPage'),
    signInSearch,
  ),
  outside(
    paths.setUp,
    lazyRouteComponent(() => import('./identity/sessions/set-up-page.tsx'), 'SetUpPage'),
  ),
]

const settingsPages = [
  inSettings(
    paths.profile,
    lazyRouteComponent(() => import('./identity/users/my-profile-page.tsx'), 'MyProfilePage'),
    signInSearch,
  ),
  inSettings(paths.myTokens, myTokens, myTokensSearch),
  inSettings(paths.known.myTokens, myTokens, myTokensSearch),
  inSettings(
    '/settings/tokens/$cid',
    lazyRouteComponent(() => import('./identity/tokens/token-page.tsx'), 'TokenPage'),
  ),
  inSettings(
    paths.permissions,
    lazyRouteComponent(() => import('./identity/access/my-permissions-page.tsx'), 'MyPermissionsPage'),
  ),
  inSettings(
    paths.mySessions,
    lazyRouteComponent(() => import('./identity/sessions/my-sessions-page.tsx'), 'MySessionsPage'),
  ),
  inSettings(
    paths.members,
    lazyRouteComponent(() => import('./identity/users/members-page.tsx'), 'MembersPage'),
    membersSearch,
  ),
  inSettings(
    paths.roles,
    lazyRouteComponent(() => import('./identity/roles/roles-page.tsx'), 'RolesPage'),
  ),
  inSettings(
    paths.samples,
    lazyRouteComponent(() => import('./samples/samples-page.tsx'), 'SamplesPage'),
  ),
  inSettings(paths.apiKeys, apiKeys, apiKeysSearch),
  inSettings(paths.known.apiKeys, apiKeys, apiKeysSearch),
  inSettings(
    paths.personalTokens,
    lazyRouteComponent(() => import('./identity/tokens/personal-tokens-page.tsx'), 'PersonalTokensPage'),
    personalTokensSearch,
  ),
  inSettings(
    paths.tokenPolicy,
    lazyRouteComponent(() => import('./identity/policy/policy-page.tsx'), 'PolicyPage'),
  ),
  inSettings(
    paths.webhooks,
    lazyRouteComponent(() => import('./outbound/webhooks/webhooks-page.tsx'), 'WebhooksPage'),
  ),
  inSettings(paths.auditLogs, auditLogs, auditSearch),
  inSettings(paths.known.auditLogs, auditLogs, auditSearch),
]

const pages = [
  inApp(
    paths.notices,
    lazyRouteComponent(() => import('./outbound/notices/notices-page.tsx'), 'NoticesPage'),
  ),
  inApp(
    paths.device,
    lazyRouteComponent(() => import('./identity/device/device-page.tsx'), 'DevicePage'),
  ),
  inApp(
    paths.catalog,
    lazyRouteComponent(() => import('./catalog/entities/catalog-page.tsx'), 'CatalogPage'),
    catalogSearch,
  ),
  inApp(
    paths.newEntity,
    lazyRouteComponent(() => import('./catalog/entities/new-entity-page.tsx'), 'NewEntityPage'),
  ),
  inApp(
    '/catalog/$tag',
    lazyRouteComponent(() => import('./catalog/entities/entity-page.tsx'), 'EntityPage'),
  ),
  inApp(
    '/catalog/$tag/descriptor',
    lazyRouteComponent(() => import('./catalog/entities/entity-descriptor-page.tsx'), 'EntityDescriptorPage'),
  ),
  inApp(
    paths.scorecards,
    lazyRouteComponent(() => import('./standards/scorecards/scorecards-page.tsx'), 'ScorecardsPage'),
    scorecardsSearch,
  ),
  inApp(
    paths.newScorecard,
    lazyRouteComponent(() => import('./standards/scorecards/new-scorecard-page.tsx'), 'NewScorecardPage'),
  ),
  inApp(
    '/scorecards/$tag',
    lazyRouteComponent(() => import('./standards/scorecards/scorecard-page.tsx'), 'ScorecardPage'),
  ),
  inApp(
    '/scorecards/$tag/descriptor',
    lazyRouteComponent(() => import('./standards/scorecards/scorecard-descriptor-page.tsx'), 'ScorecardDescriptorPage'),
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
