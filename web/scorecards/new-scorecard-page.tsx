import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { upsertScorecard } from '../../contract/scorecards.ts'
import { DescriptorForm } from '../editor/descriptor-form.tsx'
import { NotAllowed } from '../editor/not-allowed.tsx'
import { ButtonLink } from '../layout/links.tsx'
import { paths } from '../paths.ts'
import { abilityFor, useMe } from '../sessions/me.ts'
import { notice } from '../ui/notice.ts'
import { Page } from '../ui/page.tsx'
import { refreshScorecards } from './refresh-scorecards.ts'
import { newScorecard, SCORECARD_TEMPLATE } from './scorecard-descriptor.ts'

export const NewScorecardPage = () => {
  const ability = abilityFor(useMe(), upsertScorecard)
  const client = useQueryClient()
  const navigate = useNavigate()
  const done = (tag: string | undefined) => {
    notice(`${tag ?? 'The Scorecard'} is added`)
    void refreshScorecards(client)
    void navigate({ to: tag === undefined ? paths.scorecards : paths.scorecard(tag) })
  }
  return (
    <Page title="Add a Scorecard" intro="A Scorecard is what its descriptor says, in YAML." width="wide">
      {ability.allowed ? (
        <DescriptorForm
          label="Descriptor of the new Scorecard, YAML"
          source={newScorecard}
          initial={SCORECARD_TEMPLATE}
          ability={ability}
          saveLabel="Add Scorecard"
          onSaved={done}
          aside={
            <ButtonLink variant="default" to={paths.scorecards}>
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
