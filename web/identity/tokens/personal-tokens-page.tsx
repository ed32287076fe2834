import { Button, Group } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { downloadTokens, listAllTokens, type PersonalToken } from '../../../contract/identity/tokens.ts'
import { urlOf } from '../../core/api/client.ts'
import { ask } from '../../core/api/queries.ts'
import { useFilters } from '../../core/layout/use-filters.ts'
import { EmptyState } from '../../core/ui/empty-state.tsx'
import { Page } from '../../core/ui/page.tsx'
import { useDialog } from '../../core/ui/use-dialog.ts'
import { AdminFilterFields } from './admin-filter-fields.tsx'
import { adminQuery, isFiltered } from './admin-filters.ts'
import { RevokeManyDialog } from './revoke-many-dialog.tsx'
import { RevokeTokenDialog } from './revoke-token-dialog.tsx'
import { TOKENS_PER_PAGE, TokenList } from './token-list.tsx'
import { personalTokensSearch } from './tokens-search.ts'

const emptyTexts = {
  active: 'Nobody has a token yet. People create their own in My access tokens.',
  ended: 'No revoked or expired tokens.',
  all: 'Nobody has a token yet. People create their own in My access tokens.',
} as const

/** All tokens, for people who manage them. */
export const PersonalTokensPage = () => {
  const [filters, setFilters] = useFilters(personalTokensSearch)
  const { state = 'active', page = 0 } = filters
  const query = adminQuery(filters, Date.now())
  const [isRevokingMany, setRevokingMany] = useState(false)
  const revoked = useDialog<PersonalToken>()
  const tokens = useQuery({
    ...ask(listAllTokens, { query: { ...query, page, pageSize: TOKENS_PER_PAGE } }),
    placeholderData: keepPreviousData,
  })
  const empty = isFiltered({ ...filters, state: undefined }) ? (
    <EmptyState
      action={
        <Button variant="default" onClick={() => setFilters(personalTokensSearch({}))}>
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
      docs="token-policy"
      width="wide"
      action={
        <Group gap="xs">
          <Button component="a" variant="default" href={urlOf(downloadTokens, { query })} download>
            Download CSV
          </Button>
          <Button variant="default" onClick={() => setRevokingMany(true)}>
            Revoke many …
          </Button>
        </Group>
      }
    >
      <AdminFilterFields filters={filters} onChange={setFilters} />
      <TokenList
        query={tokens}
        caption="Everybody's personal tokens"
        empty={empty}
        owners
        onRevoke={revoked.open}
        page={page}
        onPage={page => setFilters({ page })}
      />
      <RevokeManyDialog opened={isRevokingMany} onClose={() => setRevokingMany(false)} />
      <RevokeTokenDialog token={revoked.thing} opened={revoked.isOpen} onClose={revoked.close} owner />
    </Page>
  )
}
