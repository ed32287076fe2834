import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { upsertEntity } from '../../contract/catalog.ts'
import { DescriptorForm } from '../editor/descriptor-form.tsx'
import { NotAllowed } from '../editor/not-allowed.tsx'
import { ButtonLink } from '../layout/links.tsx'
import { paths } from '../paths.ts'
import { abilityFor, useMe } from '../sessions/me.ts'
import { notice } from '../ui/notice.ts'
import { Page } from '../ui/page.tsx'
import { ENTITY_TEMPLATE, newEntity } from './entity-descriptor.ts'
import { refreshCatalog } from './refresh-catalog.ts'

export const NewEntityPage = () => {
  const ability = abilityFor(useMe(), upsertEntity)
  const client = useQueryClient()
  const navigate = useNavigate()
  const done = (tag: string | undefined) => {
    notice(`${tag ?? 'The entity'} is added`)
    void refreshCatalog(client)
    void navigate({ to: tag === undefined ? paths.catalog : paths.entity(tag) })
  }
  return (
    <Page title="Add an entity" intro="An entity is what its descriptor says, in YAML." width="wide">
      {ability.allowed ? (
        <DescriptorForm
          label="Descriptor of the new entity, YAML"
          source={newEntity}
          initial={ENTITY_TEMPLATE}
          ability={ability}
          saveLabel="Add entity"
          onSaved={done}
          aside={
            <ButtonLink variant="default" to={paths.catalog}>
              Cancel
            </ButtonLink>
          }
        />
      ) : (
        <NotAllowed ability={ability} />
      )}
    </Page>
  )
}
