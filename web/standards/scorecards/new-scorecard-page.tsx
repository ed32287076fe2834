import { useQueryClient } from '@tanstack/react-query'
import { upsertScorecard } from '../../../contract/standards/scorecards.ts'
import { NewDescriptorPage } from '../../core/editor/new-descriptor-page.tsx'
import { paths } from '../../core/layout/paths.ts'
import { abilityFor, useMe } from '../../identity/sessions/me.ts'
import { refreshScorecards } from './refresh-scorecards.ts'
import { newScorecard, SCORECARD_TEMPLATE } from './scorecard-descriptor.ts'

export const NewScorecardPage = () => {
  const client = useQueryClient()
  return (
    <NewDescriptorPage
      noun="Scorecard"
      source={newScorecard}
      template={SCORECARD_TEMPLATE}
      ability={abilityFor(useMe(), upsertScorecard)}
      list={paths.scorecards}
      home={paths.scorecard}
      refresh={() => void refreshScorecards(client)}
    />
  )
}
