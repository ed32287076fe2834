import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { upsertEntity } from '../../contract/catalog.ts'
import { DescriptorForm } from '../editor/descriptor-form.tsx'
import { useStored } from '../editor/use-stored.ts'
import { ButtonLink } from '../layout/links.tsx'
import { Loaded } from '../layout/loaded.tsx'
import { useTag } from '../layout/use-filters.ts'
import { paths } from '../paths.ts'
import { abilityFor, useMe } from '../sessions/me.ts'
import { notice } from '../ui/notice.ts'
import { Page } from '../ui/page.tsx'
import { storedEntity } from './entity-descriptor.ts'
import { isNotFound, NoEntity } from './no-entity.tsx'
import { refreshCatalog } from './refresh-catalog.ts'

export const EntityDescriptorPage = () => {
  const tag = useTag()
  return <DescriptorOf key={tag} tag={tag} />
}

const DescriptorOf = ({ tag }: { tag: string }) => {
  const ability = abilityFor(useMe(), upsertEntity)
  const client = useQueryClient()
  const navigate = useNavigate()
  const source = storedEntity(tag)
  const query = useStored(source)
  if (isNotFound(query.error)) return <NoEntity tag={tag} />
  const done = () => {
    notice(`${tag} is saved`)
    void refreshCatalog(client)
    void navigate({ to: paths.entity(tag) })
  }
  return (
    <Page title={`Descriptor of ${tag}`} width="wide">
      <Loaded query={query} lines={12}>
        {({ text, version }) => (
          <DescriptorForm
            label={`Descriptor of ${tag}, YAML`}
            source={source}
            initial={text}
            version={version}
            ability={ability}
            saveLabel="Save"
            onSaved={done}
            aside={
              <ButtonLink variant="default" to={paths.entity(tag)}>
                {ability.allowed ? 'Cancel' : 'Back'}
              </ButtonLink>
            }
          />
        )}
      </Loaded>
    </Page>
  )
}
