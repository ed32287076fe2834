import { Button, Group } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { TOKEN_SORTS } from '../../../contract/identity/token-filters.ts'
import { countAllTokens, downloadTokens, listAllTokens } from '../../../contract/identity/token-lists.ts'
import type { PersonalToken } from '../../../contract/identity/tokens.ts'
import { urlOf } from '../../core/api/client.ts'
import { ask } from '../../core/api/queries.ts'
import { ListPage, PAGE_SIZE } from '../../core/layout/list-page.tsx'
import { useFilters } from '../../core/layout/use-filters.ts'
import { EmptyState } from '../../core/ui/empty-state.tsx'
import { lazyDialog } from '../../core/ui/lazy-dialog.tsx'
import { useDialog } from '../../core/ui/use-dialog.ts'
import { abilityFor, useMe } from '../sessions/me.ts'
import { AdminFilterFields } from './admin-filter-fields.tsx'
import { adminQuery, isFiltered } from './admin-filters.ts'
import { ChosenTokens } from './chosen-tokens.tsx'
import { TokenCards } from './token-cards.tsx'
import { tokenColumns } from './token-columns.tsx'
import { personalTokensSearch } from './tokens-search.ts'
import { useSelection } from './use-selection.ts'

const RevokeManyDialog = lazyDialog(async () => (await import('./revoke-many-dialog.tsx')).RevokeManyDialog)
const RevokeTokenDialog = lazyDialog(async () => (await import('./revoke-token-dialog.tsx')).RevokeTokenDialog)

/** What a file cannot be: in another order, or with calls. */
const csvQuery = ({ sort: _sort, order: _order, includeRecent: _recent, ...query }: ReturnType<typeof adminQuery>) =>
  query

const PageActions = ({ csv, onRevokeMany }: { csv: string; onRevokeMany: () => void }) => (
  <Group gap="xs">
    <Button component="a" variant="default" href={csv} download>
      Download CSV
    </Button>
    <Button variant="default" onClick={onRevokeMany}>
      Revoke many…
    </Button>
  </Group>
)

/** All tokens, for people who manage them. */
export const PersonalTokensPage = () => {
  const [filters, setFilters] = useFilters(personalTokensSearch)
  const { state, attention, page = 0 } = filters
  const selection = useSelection()
  const query = adminQuery(filters, Date.now())
  const [isRevokingMany, setRevokingMany] = useState(false)
  const revoked = useDialog<PersonalToken>()
  // Without it, the list says what is missing, and nothing else on the page could be used.
  const isAllowed = abilityFor(useMe(), listAllTokens).allowed
  const counts = useQuery({ ...ask(countAllTokens, {}), enabled: isAllowed }).data
  return (
    <ListPage
      title="Personal tokens"
      intro="Everybody's tokens. Each acts as its owner; you can see and revoke them, never their secrets."
      docs="token-policy"
      action={
        isAllowed && (
          <PageActions
            csv={urlOf(downloadTokens, { query: csvQuery(query) })}
            onRevokeMany={() => setRevokingMany(true)}
          />
        )
      }
      operation={listAllTokens}
      input={{ query: { ...query, page, pageSize: PAGE_SIZE } }}
      rows={({ tokens }) => tokens}
      columns={tokenColumns({ owners: true, selection, onRevoke: revoked.open })}
      rowKey={({ cid }) => cid}
      caption="Everybody's personal tokens"
      noun={['token', 'tokens']}
      empty={
        <EmptyState>
          {state === 'ended'
            ? 'No revoked or expired tokens.'
            : 'No tokens yet. People create their own in My access tokens.'}
        </EmptyState>
      }
      above={
        isAllowed && (
          <TokenCards
            counts={counts}
            chosen={attention}
            onChoose={attention => setFilters({ attention, state: undefined })}
          />
        )
      }
      sorts={TOKEN_SORTS}
      dialogs={tokens => <ChosenTokens tokens={tokens} selection={selection} />}
      page={page}
      onPage={page => setFilters({ page })}
      filters={isAllowed && <AdminFilterFields filters={filters} onChange={setFilters} />}
      isFiltered={isFiltered({ ...filters, state: undefined })}
      onClear={() => setFilters(personalTokensSearch({}))}
    >
      <RevokeManyDialog opened={isRevokingMany} onClose={() => setRevokingMany(false)} />
      <RevokeTokenDialog token={revoked.thing} opened={revoked.isOpen} onClose={revoked.close} owner />
    </ListPage>
  )
}
