import { Button, Group, SegmentedControl } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { listAllTokens, type PersonalToken } from '../../contract/tokens.ts'
import { ask } from '../api/queries.ts'
import { Loaded } from '../layout/loaded.tsx'
import { useFilters } from '../layout/use-filters.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { Page } from '../ui/page.tsx'
import { Pager } from '../ui/pager.tsx'
import { SearchField } from '../ui/search-field.tsx'
import { RevokeTokenDialog } from './revoke-token-dialog.tsx'
import { TOKEN_STATES, tokenState } from './token-states.ts'
import { personalTokensSearch } from './tokens-search.ts'
import { TokensTable } from './tokens-table.tsx'

const PAGE_SIZE = 50

const emptyTexts = {
  active: 'Nobody has a token yet. People create their own in My access tokens.',
  ended: 'No revoked or expired tokens.',
  all: 'Nobody has a token yet. People create their own in My access tokens.',
} as const

/** Everybody's tokens, for whoever watches over them. */
export const PersonalTokensPage = () => {
  const [filters, setFilters] = useFilters(personalTokensSearch)
  const { query, state = 'active', page = 0 } = filters
  const [revoked, setRevoked] = useState<PersonalToken>()
  const tokens = useQuery({
    ...ask(listAllTokens, { query: { query, state, page, pageSize: PAGE_SIZE } }),
    placeholderData: keepPreviousData,
  })
  const empty = query ? (
    <EmptyState
      action={
        <Button variant="default" onClick={() => setFilters({ query: undefined, state: undefined })}>
          Clear filters
        </Button>
      }
    >
      Nothing matches.
    </EmptyState>
  ) : (
    <EmptyState>{emptyTexts[state]}</EmptyState>
  )
  return (
    <Page
      title="Personal tokens"
      intro="Everybody's tokens. Each acts as its owner; you can see and revoke them, never their secrets."
      width="wide"
    >
      <Group gap="sm">
        <SearchField
          label="Search tokens and owners"
          value={query}
          onSearch={query => setFilters({ query }, { replace: true })}
        />
        <SegmentedControl
          aria-label="Which tokens"
          size="xs"
          data={TOKEN_STATES}
          value={state}
          onChange={value => setFilters({ state: tokenState(value) })}
        />
      </Group>
      <Loaded query={tokens}>
        {({ tokens, total }) => (
          <>
            <TokensTable
              caption="Everybody's personal tokens"
              tokens={tokens}
              empty={total === 0 && empty}
              owners
              onRevoke={setRevoked}
            />
            <Pager
              page={page}
              pageSize={PAGE_SIZE}
              total={total}
              noun="tokens"
              onPage={page => setFilters({ page: page || undefined })}
            />
          </>
        )}
      </Loaded>
      <RevokeTokenDialog token={revoked} onClose={() => setRevoked(undefined)} owner />
    </Page>
  )
}
