import { lazyRouteComponent } from '@tanstack/react-router'
import { createApiKey, listApiKeys } from '../../../contract/identity/keys.ts'
import { paths } from '../../core/layout/paths.ts'
import type { Slice } from '../../core/layout/slice.ts'
import { apiKeysSearch } from './api-keys-search.ts'

export const keys: Slice = {
  name: 'keys',
  pages: [
    {
      at: [paths.apiKeys, paths.known.apiKeys],
      frame: 'settings',
      load: lazyRouteComponent(() => import('./api-keys-page.tsx'), 'ApiKeysPage'),
      search: apiKeysSearch,
    },
  ],
  settings: [
    { section: 'Security', label: 'API keys', to: paths.apiKeys, alsoAt: paths.known.apiKeys, lists: listApiKeys },
  ],
  actions: [{ label: 'Create an API key', to: paths.apiKeys, lists: createApiKey, also: 'new workspace' }],
  objects: { API_KEY: 'API key' },
  pagesOf: { API_KEY: () => ({ to: paths.apiKeys }) },
  done: { API_KEY: { DELETE: 'Revoked API key', READ: 'Used API key' } },
}
