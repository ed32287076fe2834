import { useQueryClient } from '@tanstack/react-query'
import { upsertScorecard } from '../../contract/scorecards.ts'
import { StoredDescriptorPage } from '../editor/stored-descriptor-page.tsx'
import { useTag } from '../layout/use-filters.ts'
import { paths } from '../paths.ts'
import { abilityFor, useMe } from '../sessions/me.ts'
import { NoScorecard } from './no-scorecard.tsx'
import { refreshScorecards } from './refresh-scorecards.ts'
import { storedScorecard } from './scorecard-descriptor.ts'

export const ScorecardDescriptorPage = () => {
  const tag = useTag()
  const client = useQueryClient()
  return (
    <StoredDescriptorPage
      key={tag}
      tag={tag}
      source={storedScorecard(tag)}
      ability={abilityFor(useMe(), upsertScorecard)}
      home={paths.scorecard(tag)}
      refresh={() => void refreshScorecards(client)}
      missing={<NoScorecard tag={tag} />}
    />
  )
}
