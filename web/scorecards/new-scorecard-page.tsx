import { useQueryClient } from '@tanstack/react-query'
import { upsertScorecard } from '../../contract/scorecards.ts'
import { NewDescriptorPage } from '../editor/new-descriptor-page.tsx'
import { paths } from '../paths.ts'
import { abilityFor, useMe } from '../sessions/me.ts'
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
