import { lazyRouteComponent } from '@tanstack/react-router'
import { listAllTokens } from '../../../contract/identity/token-lists.ts'
import { paths } from '../../core/layout/paths.ts'
import type { Slice } from '../../core/layout/slice.ts'
import { myTokensSearch, personalTokensSearch } from './tokens-search.ts'

export const tokens: Slice = {
  name: 'tokens',
  pages: [
    {
      at: [paths.myTokens, paths.known.myTokens],
      frame: 'settings',
      load: lazyRouteComponent(() => import('./my-tokens-page.tsx'), 'MyTokensPage'),
      search: myTokensSearch,
    },
    {
      at: ['/settings/tokens/$cid'],
      frame: 'settings',
      load: lazyRouteComponent(() => import('./token-page.tsx'), 'TokenPage'),
    },
    {
      at: [paths.personalTokens],
      frame: 'settings',
      load: lazyRouteComponent(() => import('./personal-tokens-page.tsx'), 'PersonalTokensPage'),
      search: personalTokensSearch,
    },
  ],
  actions: [
    {
      label: 'Create token',
      to: paths.myTokens,
      // fills the dialog, and so opens it
      search: { days: 90 },
      also: 'new access personal pat',
    },
  ],
  finders: [{ title: 'My access tokens', load: async () => (await import('./find-tokens.ts')).findTokens }],
  settings: [
    { section: 'Preferences', label: 'My access tokens', to: paths.myTokens, alsoAt: paths.known.myTokens },
    { section: 'Security', label: 'Personal tokens', to: paths.personalTokens, lists: listAllTokens },
  ],
  objects: { PERSONAL_TOKEN: 'Personal token', CREDENTIAL: 'Credential' },
  pagesOf: { PERSONAL_TOKEN: cid => ({ to: paths.token(cid) }) },
  done: {
    PERSONAL_TOKEN: { DELETE: 'Revoked personal token', READ: 'Used personal token' },
    CREDENTIAL: { CREATE: 'Approved device', DELETE: 'Ended credential' },
  },
}
