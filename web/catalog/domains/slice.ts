import { IconHierarchy3 } from '@tabler/icons-react'
import { lazyRouteComponent } from '@tanstack/react-router'
import { listDomainTree } from '../../../contract/catalog/domains.ts'
import { paths } from '../../core/layout/paths.ts'
import type { Slice } from '../../core/layout/slice.ts'
import { domainsSearch } from './domains-search.ts'

export const domains: Slice = {
  name: 'domains',
  pages: [
    {
      at: [paths.domains],
      frame: 'app',
      load: lazyRouteComponent(() => import('./domains-page.tsx'), 'DomainsPage'),
      search: domainsSearch,
    },
  ],
  sidebar: [{ label: 'Domains', to: paths.domains, lists: listDomainTree, icon: IconHierarchy3 }],
}
