import { useQueryClient } from '@tanstack/react-query'
import { upsertEntity } from '../../../contract/catalog/catalog.ts'
import { StoredDescriptorPage } from '../../core/editor/stored-descriptor-page.tsx'
import { paths } from '../../core/layout/paths.ts'
import { useTag } from '../../core/layout/use-filters.ts'
import { abilityFor, useMe } from '../../identity/sessions/me.ts'
import { storedEntity } from './entity-descriptor.ts'
import { EntityForm } from './entity-form.tsx'
import { NoEntity } from './no-entity.tsx'
import { refreshCatalog } from './refresh-catalog.ts'
import { useAssist } from './use-assist.ts'

export const EntityDescriptorPage = () => {
  const tag = useTag()
  const client = useQueryClient()
  return (
    <StoredDescriptorPage
      key={tag}
      tag={tag}
      source={storedEntity(tag)}
      ability={abilityFor(useMe(), upsertEntity)}
      home={paths.entity(tag)}
      refresh={() => void refreshCatalog(client)}
      missing={<NoEntity tag={tag} />}
      assist={useAssist()}
      fields={EntityForm}
    />
  )
}
