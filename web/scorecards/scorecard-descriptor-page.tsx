import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { upsertScorecard } from '../../contract/scorecards.ts'
import { isNotFound } from '../catalog/no-entity.tsx'
import { DescriptorForm } from '../editor/descriptor-form.tsx'
import { useStored } from '../editor/use-stored.ts'
import { ButtonLink } from '../layout/links.tsx'
import { Loaded } from '../layout/loaded.tsx'
import { useTag } from '../layout/use-filters.ts'
import { paths } from '../paths.ts'
import { abilityFor, useMe } from '../sessions/me.ts'
import { notice } from '../ui/notice.ts'
import { Page } from '../ui/page.tsx'
import { NoScorecard } from './no-scorecard.tsx'
import { refreshScorecards } from './refresh-scorecards.ts'
import { storedScorecard } from './scorecard-descriptor.ts'

export const ScorecardDescriptorPage = () => {
  const tag = useTag()
  return <DescriptorOf key={tag} tag={tag} />
}

const DescriptorOf = ({ tag }: { tag: string }) => {
  const ability = abilityFor(useMe(), upsertScorecard)
  const client = useQueryClient()
  const navigate = useNavigate()
  const source = storedScorecard(tag)
  const query = useStored(source)
  if (isNotFound(query.error)) return <NoScorecard tag={tag} />
  const done = () => {
    notice(`${tag} is saved`)
    void refreshScorecards(client)
    void navigate({ to: paths.scorecard(tag) })
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
              <ButtonLink variant="default" to={paths.scorecard(tag)}>
                {ability.allowed ? 'Cancel' : 'Back'}
              </ButtonLink>
            }
          />
        )}
      </Loaded>
    </Page>
  )
}
