import { useQueryClient } from '@tanstack/react-query'
import { upsertEntity } from '../../../contract/catalog/catalog.ts'
import { NewDescriptorPage } from '../../core/editor/new-descriptor-page.tsx'
import { paths } from '../../core/layout/paths.ts'
import { abilityFor, useMe } from '../../identity/sessions/me.ts'
import { ENTITY_TEMPLATE, newEntity } from './entity-descriptor.ts'
import { refreshCatalog } from './refresh-catalog.ts'

export const NewEntityPage = () => {
  const client = useQueryClient()
  return (
    <NewDescriptorPage
      noun="entity"
      source={newEntity}
      template={ENTITY_TEMPLATE}
      ability={abilityFor(useMe(), upsertEntity)}
      list={paths.catalog}
      home={paths.entity}
      refresh={() => void refreshCatalog(client)}
    />
  )
}
