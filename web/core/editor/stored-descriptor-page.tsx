import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { isNotFound } from '../api/api-error.ts'
import { ButtonLink } from '../layout/links.tsx'
import { Loaded } from '../layout/loaded.tsx'
import type { Ability } from '../ui/action-button.tsx'
import { notice } from '../ui/notice.ts'
import { Page } from '../ui/page.tsx'
import type { DescriptorSource, Stored } from './descriptor.ts'
import { DescriptorForm, type DescriptorFormProps } from './descriptor-form.tsx'
import { useStored } from './use-stored.ts'

type Props = Pick<DescriptorFormProps, 'assist' | 'fields'> & {
  tag: string
  source: DescriptorSource & { load: () => Promise<Stored> }
  ability: Ability
  /** The page of the thing itself, where one goes on saving and on leaving. */
  home: string
  /** Asks again for what is old once it was written. */
  refresh: () => void
  /** Where nothing has this tag. */
  missing: ReactNode
}

/** The descriptor of something that exists, to be read and changed. */
export const StoredDescriptorPage = ({ tag, source, ability, home, refresh, missing, ...ways }: Props) => {
  const navigate = useNavigate()
  const query = useStored(source)
  if (isNotFound(query.error)) return missing
  const saved = () => {
    notice(`${tag} is saved`)
    refresh()
    void navigate({ to: home })
  }
  return (
    <Page title={`Descriptor of ${tag}`} width="wide">
      <Loaded query={query} lines={12}>
        {({ text, version }) => (
          <DescriptorForm
            {...ways}
            label={`Descriptor of ${tag}, YAML`}
            source={source}
            initial={text}
            version={version}
            ability={ability}
            saveLabel="Save"
            onSaved={saved}
            aside={
              <ButtonLink variant="default" to={home}>
                {ability.allowed ? 'Cancel' : 'Back'}
              </ButtonLink>
            }
          />
        )}
      </Loaded>
    </Page>
  )
}
