import { createTeam } from '../../../contract/catalog/teams.ts'
import { EmptyState } from '../../core/ui/empty-state.tsx'
import { abilityFor, useMe } from '../../identity/sessions/me.ts'

export const NoTeams = () => (
  <EmptyState>
    {abilityFor(useMe(), createTeam).allowed
      ? 'No teams yet. Add one to say who owns what.'
      : 'No teams yet. People with the Edit entities permission can add one.'}
  </EmptyState>
)
