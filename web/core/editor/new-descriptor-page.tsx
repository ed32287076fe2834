import { useNavigate } from '@tanstack/react-router'
import { ButtonLink } from '../layout/links.tsx'
import type { Ability } from '../ui/action-button.tsx'
import { notice } from '../ui/notice.ts'
import { Page } from '../ui/page.tsx'
import type { DescriptorSource } from './descriptor.ts'
import { DescriptorForm, type DescriptorFormProps } from './descriptor-form.tsx'
import { NotAllowed } from './not-allowed.tsx'

type Props = Pick<DescriptorFormProps, 'assist' | 'fields'> & {
  /** `entity`, `Scorecard` */
  noun: string
  source: DescriptorSource
  template: string
  ability: Ability
  /** The list it is added to. */
  list: string
  /** The page of the one with this tag. */
  home: (tag: string) => string
  /** Asks again for what is old once it was written. */
  refresh: () => void
}

/** A descriptor to begin with, and the thing it makes. */
export const NewDescriptorPage = ({ noun, source, template, ability, list, home, refresh, ...ways }: Props) => {
  const navigate = useNavigate()
  const saved = (tag: string | undefined) => {
    notice(`${tag ?? `The ${noun}`} is added`)
    refresh()
    void navigate({ to: tag === undefined ? list : home(tag) })
  }
  const article = /^[aeiou]/i.test(noun) ? 'an' : 'a'
  return (
    <Page
      title={`Add ${article} ${noun}`}
      intro={`${article === 'an' ? 'An' : 'A'} ${noun} is what its descriptor says, in YAML.`}
      width="wide"
    >
      {ability.allowed ? (
        <DescriptorForm
          {...ways}
          label={`Descriptor of the new ${noun}, YAML`}
          source={source}
          initial={template}
          ability={ability}
          saveLabel={`Add ${noun}`}
          onSaved={saved}
          aside={
            <ButtonLink variant="default" to={list}>
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
