/** Which page answers at which address. Every page is a file of its own that the browser loads when it is opened. */
import type { QueryClient } from '@tanstack/react-query'
import {
  type AnyRoute,
  createRootRouteWithContext,
  createRoute,
  createRouter,
  type ErrorComponentProps,
  redirect,
} from '@tanstack/react-router'
import { ErrorPage, NotFoundPage } from './core/layout/fault-pages.tsx'
import { Outside } from './core/layout/outside.tsx'
import { paths } from './core/layout/paths.ts'
import { Root } from './core/layout/root.tsx'
import { parseSearch, stringifySearch, tableParams } from './core/layout/search-params.ts'
import type { Page } from './core/layout/slice.ts'
import { Loading } from './core/ui/loading.tsx'
import { AppFrame } from './frame/app-frame.tsx'
import { SETTINGS_FRAME } from './frame/use-settings-back.ts'
import { signedInOnly } from './identity/sessions/guard.ts'
import { SLICES } from './slices.ts'

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

const app = createRoute({
  getParentRoute: () => root,
  id: 'app-frame',
  beforeLoad: signedInOnly,
  component: AppFrame,
})

const settings = createRoute({ getParentRoute: () => app, id: SETTINGS_FRAME })

const leadTo = (getParentRoute: () => AnyRoute, path: string, to: string) =>
  createRoute({
    getParentRoute,
    path,
    beforeLoad: () => {
      throw redirect({ to, replace: true })
    },
  })

/** The pages in one frame, a route for each of their addresses. */
const pagesIn = (frame: Page['frame'], parent: AnyRoute) =>
  SLICES.flatMap(({ pages = [] }) => pages)
    .filter(page => page.frame === frame)
    .flatMap(({ at, load, search = raw => raw }) =>
      at.map(path =>
        createRoute({
          getParentRoute: () => parent,
          path,
          component: load,
          validateSearch: raw => ({ ...tableParams(raw), ...search(raw) }),
        }),
      ),
    )

/** The frame stays around the message that nothing is at an address. */
const nothing = createRoute({ getParentRoute: () => app, path: '$', component: NotFoundPage })

const nothingInSettings = createRoute({
  getParentRoute: () => settings,
  path: '/settings/$',
  // it is also the route of the address without anything after it
  beforeLoad: ({ params }) => {
    if (!params._splat) throw redirect({ to: paths.profile, replace: true })
  },
  component: NotFoundPage,
})

export const createAppRouter = (queryClient: QueryClient) => {
  const router = createRouter({
    routeTree: root.addChildren([
      ...pagesIn('entrance', root),
      app.addChildren([
        leadTo(() => app, paths.settings, paths.profile),
        ...pagesIn('app', app),
        nothing,
        settings.addChildren([...pagesIn('settings', settings), nothingInSettings]),
      ]),
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
  // The first page's file loads while it is asked who is signed in.
  const routes: Readonly<Record<string, AnyRoute>> = router.routesById
  for (const { routeId } of router.matchRoutes(router.latestLocation)) {
    const route = routes[routeId]
    if (route) void router.loadRouteChunk(route)
  }
  return router
}
