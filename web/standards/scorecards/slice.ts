import { IconChecklist } from '@tabler/icons-react'
import { lazyRouteComponent } from '@tanstack/react-router'
import { listScorecards, upsertScorecard } from '../../../contract/standards/scorecards.ts'
import { paths } from '../../core/layout/paths.ts'
import type { Slice } from '../../core/layout/slice.ts'
import { scorecardsSearch } from './scorecards-search.ts'

export const scorecards: Slice = {
  name: 'scorecards',
  pages: [
    {
      at: [paths.scorecards],
      frame: 'app',
      load: lazyRouteComponent(() => import('./scorecards-page.tsx'), 'ScorecardsPage'),
      search: scorecardsSearch,
    },
    {
      at: [paths.newScorecard],
      frame: 'app',
      load: lazyRouteComponent(() => import('./new-scorecard-page.tsx'), 'NewScorecardPage'),
    },
    {
      at: ['/scorecards/$tag'],
      frame: 'app',
      load: lazyRouteComponent(() => import('./scorecard-page.tsx'), 'ScorecardPage'),
    },
    {
      at: ['/scorecards/$tag/descriptor'],
      frame: 'app',
      load: lazyRouteComponent(() => import('./scorecard-descriptor-page.tsx'), 'ScorecardDescriptorPage'),
    },
  ],
  sidebar: [
    {
      label: 'Scorecards',
      to: paths.scorecards,
      alsoAt: paths.newScorecard,
      belowIt: true,
      lists: listScorecards,
      icon: IconChecklist,
    },
  ],
  actions: [{ label: 'Add a Scorecard', to: paths.newScorecard, lists: upsertScorecard, also: 'create new rules' }],
  finders: [
    {
      title: 'Scorecards',
      lists: listScorecards,
      load: async () => (await import('./find-scorecards.ts')).findScorecards,
    },
  ],
  objects: { SCORECARD: 'Scorecard' },
  pagesOf: { SCORECARD: tag => ({ to: paths.scorecard(tag) }) },
}
