import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { upsertEntity } from '../../../contract/catalog/catalog.ts'
import { editSearch } from '../../core/editor/edit-search.ts'
import { NewDescriptorPage } from '../../core/editor/new-descriptor-page.tsx'
import { paths } from '../../core/layout/paths.ts'
import { useFilters } from '../../core/layout/use-filters.ts'
import { abilityFor, useMe } from '../../identity/sessions/me.ts'
import { ENTITY_TEMPLATE, FORM_TEMPLATE, newEntity } from './entity-descriptor.ts'
import { EntityForm } from './entity-form.tsx'
import { refreshCatalog } from './refresh-catalog.ts'
import { useAssist } from './use-assist.ts'

export const NewEntityPage = () => {
  const client = useQueryClient()
  const [{ edit }] = useFilters(editSearch)
  const [template] = useState(edit === 'form' ? FORM_TEMPLATE : ENTITY_TEMPLATE)
  return (
    <NewDescriptorPage
      noun="entity"
      source={newEntity}
      template={template}
      ability={abilityFor(useMe(), upsertEntity)}
      list={paths.catalog}
      home={paths.entity}
      refresh={() => void refreshCatalog(client)}
      assist={useAssist()}
      fields={EntityForm}
    />
  )
}
