import { IconUsersGroup } from '@tabler/icons-react'
import { lazyRouteComponent } from '@tanstack/react-router'
import { createTeam, listTeams } from '../../../contract/catalog/teams.ts'
import { paths } from '../../core/layout/paths.ts'
import type { Slice } from '../../core/layout/slice.ts'
import { teamsSearch } from './teams-search.ts'

export const teams: Slice = {
  name: 'teams',
  pages: [
    {
      at: [paths.teams],
      frame: 'app',
      load: lazyRouteComponent(() => import('./teams-page.tsx'), 'TeamsPage'),
      search: teamsSearch,
    },
  ],
  sidebar: [{ label: 'Teams', to: paths.teams, lists: listTeams, icon: IconUsersGroup }],
  actions: [
    { label: 'Add a team', to: paths.teams, search: { add: true }, lists: createTeam, also: 'create new team' },
  ],
}
