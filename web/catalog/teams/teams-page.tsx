/** Teams: as a tree, or as a list that can be searched and sorted. */
import { SegmentedControl } from '@mantine/core'
import { createTeam } from '../../../contract/catalog/teams.ts'
import { useFilters } from '../../core/layout/use-filters.ts'
import { ActionButton } from '../../core/ui/action-button.tsx'
import { lazyDialog } from '../../core/ui/lazy-dialog.tsx'
import { SearchField } from '../../core/ui/search-field.tsx'
import { abilityFor, useMe } from '../../identity/sessions/me.ts'
import { TeamList } from './team-list.tsx'
import { TeamTree } from './team-tree.tsx'
import { teamsSearch } from './teams-search.ts'

const NewTeamDialog = lazyDialog(async () => (await import('./new-team-dialog.tsx')).NewTeamDialog)

const VIEWS = [
  { value: 'tree', label: 'Tree' },
  { value: 'list', label: 'List' },
]

export const TeamsPage = () => {
  const me = useMe()
  const [filters, setFilters] = useFilters(teamsSearch)
  const { query, view, add } = filters
  const isList = view === 'list' || query !== undefined
  const frame = {
    title: 'Teams',
    intro: 'Who is in which team, and which team is above which.',
    docs: 'teams',
    action: (
      <ActionButton ability={abilityFor(me, createTeam)} onClick={() => setFilters({ add: true })}>
        Add a team
      </ActionButton>
    ),
    filters: (
      <>
        <SearchField label="Search teams" value={query} onSearch={query => setFilters({ query }, { replace: true })} />
        <SegmentedControl
          aria-label="View"
          size="xs"
          data={VIEWS}
          value={isList ? 'list' : 'tree'}
          onChange={value => setFilters({ view: value === 'list' ? 'list' : undefined, query: undefined })}
        />
      </>
    ),
  }
  return (
    <>
      {isList ? <TeamList frame={frame} filters={filters} onChange={setFilters} /> : <TeamTree frame={frame} />}
      <NewTeamDialog opened={add === true} onClose={() => setFilters({ add: undefined })} />
    </>
  )
}
