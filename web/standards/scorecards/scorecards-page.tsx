import { Checkbox } from '@mantine/core'
import { listScorecards, SCORECARD_SORTS, upsertScorecard } from '../../../contract/standards/scorecards.ts'
import { SampleBanner } from '../../catalog/entities/sample-banner.tsx'
import { AddButton } from '../../core/layout/add-button.tsx'
import { AskLink } from '../../core/layout/help.tsx'
import { ListPage, PAGE_SIZE } from '../../core/layout/list-page.tsx'
import { paths } from '../../core/layout/paths.ts'
import { useFilters } from '../../core/layout/use-filters.ts'
import { EmptyState } from '../../core/ui/empty-state.tsx'
import { SearchField } from '../../core/ui/search-field.tsx'
import { abilityFor, useMe } from '../../identity/sessions/me.ts'
import { SCORECARD_COLUMNS } from './scorecard-columns.tsx'
import { scorecardsSearch } from './scorecards-search.ts'

export const ScorecardsPage = () => {
  const me = useMe()
  const [{ query, showDrafts, sort, order, page = 0 }, setFilters] = useFilters(scorecardsSearch)
  const ability = abilityFor(me, upsertScorecard)
  const add = (
    <AddButton to={paths.newScorecard} ability={ability}>
      Add a Scorecard
    </AddButton>
  )
  return (
    <ListPage
      title="Scorecards"
      intro="Rules for entities. This version stores and shows them and does not evaluate them."
      docs="scorecards"
      action={add}
      operation={listScorecards}
      input={{ query: { query, showDrafts, sort, order, page, pageSize: PAGE_SIZE } }}
      rows={({ scorecards }) => scorecards}
      columns={SCORECARD_COLUMNS}
      rowKey={({ tag }) => tag}
      sorts={SCORECARD_SORTS}
      noun={['Scorecard', 'Scorecards']}
      empty={
        <EmptyState action={ability.allowed && add} ask={<AskLink question="How do I write a Scorecard?" />}>
          No Scorecards yet. A Scorecard grades entities against rules you choose.
        </EmptyState>
      }
      page={page}
      onPage={page => setFilters({ page })}
      above={answer => <SampleBanner rows={answer?.scorecards} />}
      filters={
        <>
          <SearchField
            label="Search Scorecards"
            value={query}
            onSearch={query => setFilters({ query }, { replace: true })}
          />
          <Checkbox
            label="Include drafts"
            checked={showDrafts ?? false}
            onChange={event => setFilters({ showDrafts: event.currentTarget.checked || undefined })}
          />
        </>
      }
      isFiltered={query !== undefined}
      onClear={() => setFilters({ query: undefined })}
    />
  )
}
