import { SimpleGrid } from '@mantine/core'
import type { EntityDetails } from '../../../contract/catalog/entities.ts'
import { EntityDependencies } from './entity-dependencies.tsx'

export const DependenciesTab = ({ entity: { tag } }: { entity: EntityDetails }) => (
  <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl" verticalSpacing="lg">
    <EntityDependencies tag={tag} side="outgoing" />
    <EntityDependencies tag={tag} side="incoming" />
  </SimpleGrid>
)
