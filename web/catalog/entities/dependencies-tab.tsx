import type { EntityDetails } from '../../../contract/catalog/entities.ts'
import { Facts } from '../../core/ui/facts.tsx'
import { EntityDependencies } from './entity-dependencies.tsx'

export const DependenciesTab = ({ entity: { tag } }: { entity: EntityDetails }) => (
  <Facts cols={{ base: 1, md: 2 }}>
    <EntityDependencies tag={tag} side="outgoing" />
    <EntityDependencies tag={tag} side="incoming" />
  </Facts>
)
