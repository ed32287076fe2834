import { useQueryClient } from '@tanstack/react-query'
import { upsertScorecard } from '../../../contract/standards/scorecards.ts'
import { StoredDescriptorPage } from '../../core/editor/stored-descriptor-page.tsx'
import { paths } from '../../core/layout/paths.ts'
import { useTag } from '../../core/layout/use-filters.ts'
import { abilityFor, useMe } from '../../identity/sessions/me.ts'
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
