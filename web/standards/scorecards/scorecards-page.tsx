import { Checkbox, Group } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { listScorecards, upsertScorecard } from '../../../contract/standards/scorecards.ts'
import { AddButton } from '../../catalog/entities/add-button.tsx'
import { NoMatches } from '../../catalog/entities/empty-catalog.tsx'
import { ask } from '../../core/api/queries.ts'
import { Loaded } from '../../core/layout/loaded.tsx'
import { paths } from '../../core/layout/paths.ts'
import { useFilters } from '../../core/layout/use-filters.ts'
import { EmptyState } from '../../core/ui/empty-state.tsx'
import { Page } from '../../core/ui/page.tsx'
import { Pager } from '../../core/ui/pager.tsx'
import { SearchField } from '../../core/ui/search-field.tsx'
import { abilityFor, useMe } from '../../identity/sessions/me.ts'
import { ScorecardTable } from './scorecard-table.tsx'
import { scorecardsSearch } from './scorecards-search.ts'

const PAGE_SIZE = 50

export const ScorecardsPage = () => {
  const me = useMe()
  const [{ query: words, showDrafts, page = 0 }, setFilters] = useFilters(scorecardsSearch)
  const query = useQuery({
    ...ask(listScorecards, { query: { query: words, showDrafts, page, pageSize: PAGE_SIZE } }),
    placeholderData: keepPreviousData,
  })
  const ability = abilityFor(me, upsertScorecard)
  const add = (
    <AddButton to={paths.newScorecard} ability={ability}>
      Add a Scorecard
    </AddButton>
  )
  const none =
    words === undefined ? (
      <EmptyState action={ability.allowed && add}>
        No Scorecards yet. A Scorecard grades entities by rules you choose.
      </EmptyState>
    ) : (
      <NoMatches onClear={() => setFilters({ query: undefined })} />
    )
  return (
    <Page title="Scorecards" intro="Rules that entities are measured by." docs="scorecards" width="wide" action={add}>
      <Group gap="sm">
        <SearchField
          label="Search Scorecards"
          value={words}
          onSearch={found => setFilters({ query: found }, { replace: true })}
        />
        <Checkbox
          size="xs"
          label="Drafts too"
          checked={showDrafts ?? false}
          onChange={event => setFilters({ showDrafts: event.currentTarget.checked || undefined })}
        />
      </Group>
      <Loaded query={query}>
        {({ scorecards, total }) => (
          <>
            <ScorecardTable scorecards={scorecards} empty={page > 0 && total > 0 ? undefined : none} />
            <Pager
              page={page}
              pageSize={PAGE_SIZE}
              total={total}
              noun="Scorecards"
              onPage={next => setFilters({ page: next || undefined })}
            />
          </>
        )}
      </Loaded>
    </Page>
  )
}
