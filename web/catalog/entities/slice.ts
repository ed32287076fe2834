import { IconSitemap } from '@tabler/icons-react'
import { lazyRouteComponent } from '@tanstack/react-router'
import { listEntities, upsertEntity } from '../../../contract/catalog/catalog.ts'
import { editSearch } from '../../core/editor/edit-search.ts'
import { paths } from '../../core/layout/paths.ts'
import type { Slice } from '../../core/layout/slice.ts'
import { catalogSearch } from './catalog-search.ts'
import { entitySearch } from './entity-search.ts'

export const entities: Slice = {
  name: 'entities',
  pages: [
    {
      at: [paths.catalog],
      frame: 'app',
      load: lazyRouteComponent(() => import('./catalog-page.tsx'), 'CatalogPage'),
      search: catalogSearch,
    },
    {
      at: [paths.newEntity],
      frame: 'app',
      load: lazyRouteComponent(() => import('./new-entity-page.tsx'), 'NewEntityPage'),
      search: editSearch,
    },
    {
      at: ['/catalog/$tag'],
      frame: 'app',
      load: lazyRouteComponent(() => import('./entity-page.tsx'), 'EntityPage'),
      search: entitySearch,
    },
    {
      at: ['/catalog/$tag/descriptor'],
      frame: 'app',
      load: lazyRouteComponent(() => import('./entity-descriptor-page.tsx'), 'EntityDescriptorPage'),
      search: editSearch,
    },
  ],
  sidebar: [
    {
      label: 'Catalog',
      to: paths.catalog,
      alsoAt: paths.newEntity,
      belowIt: true,
      lists: listEntities,
      icon: IconSitemap,
    },
  ],
  actions: [{ label: 'Add an entity', to: paths.newEntity, lists: upsertEntity, also: 'create new service' }],
  finders: [
    { title: 'Entities', lists: listEntities, load: async () => (await import('./find-entities.ts')).findEntities },
    { title: 'Teams', lists: listEntities, load: async () => (await import('./find-entities.ts')).findTeams },
  ],
  entityTabs: [
    {
      name: 'overview',
      label: 'Overview',
      content: lazyRouteComponent(() => import('./entity-overview.tsx'), 'EntityOverview'),
    },
    {
      name: 'descriptor',
      label: 'Descriptor',
      content: lazyRouteComponent(() => import('./descriptor-tab.tsx'), 'DescriptorTab'),
    },
  ],
  objects: { ENTITY: 'Entity' },
  pagesOf: { ENTITY: tag => ({ to: paths.entity(tag) }) },
}
