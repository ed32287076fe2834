import { IconCategory } from '@tabler/icons-react'
import { lazyRouteComponent } from '@tanstack/react-router'
import { createEntityType, listEntityTypes } from '../../../contract/catalog/types.ts'
import { paths } from '../../core/layout/paths.ts'
import type { Slice } from '../../core/layout/slice.ts'

export const types: Slice = {
  name: 'types',
  pages: [
    {
      at: [paths.entityTypes],
      frame: 'app',
      load: lazyRouteComponent(() => import('./types-page.tsx'), 'TypesPage'),
    },
    {
      at: [paths.newEntityType],
      frame: 'app',
      load: lazyRouteComponent(() => import('./new-type-page.tsx'), 'NewTypePage'),
    },
    {
      at: ['/entity-types/$tag'],
      frame: 'app',
      load: lazyRouteComponent(() => import('./type-page.tsx'), 'TypePage'),
    },
    {
      at: ['/entity-types/$tag/descriptor'],
      frame: 'app',
      load: lazyRouteComponent(() => import('./type-descriptor-page.tsx'), 'TypeDescriptorPage'),
    },
  ],
  sidebar: [
    {
      label: 'Entity types',
      to: paths.entityTypes,
      alsoAt: paths.newEntityType,
      belowIt: true,
      lists: listEntityTypes,
      icon: IconCategory,
    },
  ],
  actions: [
    {
      label: 'Add an entity type',
      to: paths.newEntityType,
      lists: createEntityType,
      also: 'create new schema definition',
    },
  ],
  objects: { ENTITY_TYPE: 'Entity type' },
  pagesOf: { ENTITY_TYPE: type => ({ to: paths.entityType(type) }) },
}
