import { useQueryClient } from '@tanstack/react-query'
import { createEntityType } from '../../../contract/catalog/types.ts'
import { NewDescriptorPage } from '../../core/editor/new-descriptor-page.tsx'
import { paths } from '../../core/layout/paths.ts'
import { abilityFor, useMe } from '../../identity/sessions/me.ts'
import { refreshTypes } from './refresh-types.ts'
import { newType } from './type-source.ts'
import { TYPE_TEMPLATE } from './type-text.ts'

export const NewTypePage = () => {
  const client = useQueryClient()
  return (
    <NewDescriptorPage
      noun="entity type"
      source={newType}
      template={TYPE_TEMPLATE}
      ability={abilityFor(useMe(), createEntityType)}
      list={paths.entityTypes}
      home={paths.entityType}
      refresh={() => void refreshTypes(client)}
    />
  )
}
