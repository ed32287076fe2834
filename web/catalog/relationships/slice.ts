import { IconArrowsSplit2 } from '@tabler/icons-react'
import { lazyRouteComponent } from '@tanstack/react-router'
import { listRelationshipTypes } from '../../../contract/catalog/relationship-types.ts'
import { paths } from '../../core/layout/paths.ts'
import type { Slice } from '../../core/layout/slice.ts'
import { useHasRelationships } from './related.ts'
import { typesSearch } from './types-search.ts'

export const relationships: Slice = {
  name: 'relationships',
  pages: [
    {
      at: [paths.relationshipTypes],
      frame: 'app',
      load: lazyRouteComponent(() => import('./types-page.tsx'), 'RelationshipTypesPage'),
      search: typesSearch,
    },
  ],
  sidebar: [
    {
      label: 'Relationship types',
      to: paths.relationshipTypes,
      lists: listRelationshipTypes,
      icon: IconArrowsSplit2,
    },
  ],
  entityTabs: [
    {
      name: 'relationships',
      label: 'Relationships',
      content: lazyRouteComponent(() => import('./relationships-tab.tsx'), 'RelationshipsTab'),
      useFilled: useHasRelationships,
    },
  ],
  objects: { RELATIONSHIP_TYPE: 'Relationship type' },
  pagesOf: { RELATIONSHIP_TYPE: () => ({ to: paths.relationshipTypes }) },
}
