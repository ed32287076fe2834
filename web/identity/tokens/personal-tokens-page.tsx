import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import { downloadTokens, listAllTokens, type PersonalToken } from '../../../contract/identity/tokens.ts'
import { urlOf } from '../../core/api/client.ts'
import { ListPage, PAGE_SIZE } from '../../core/layout/list-page.tsx'
import { useFilters } from '../../core/layout/use-filters.ts'
import { EmptyState } from '../../core/ui/empty-state.tsx'
import { lazyDialog } from '../../core/ui/lazy-dialog.tsx'
import { useDialog } from '../../core/ui/use-dialog.ts'
import { abilityFor, useMe } from '../sessions/me.ts'
import { AdminFilterFields } from './admin-filter-fields.tsx'
import { adminQuery, isFiltered } from './admin-filters.ts'
import { tokenColumns } from './token-columns.tsx'
import { personalTokensSearch } from './tokens-search.ts'

const RevokeManyDialog = lazyDialog(async () => (await import('./revoke-many-dialog.tsx')).RevokeManyDialog)
const RevokeTokenDialog = lazyDialog(async () => (await import('./revoke-token-dialog.tsx')).RevokeTokenDialog)

/** All tokens, for people who manage them. */
export const PersonalTokensPage = () => {
  const [filters, setFilters] = useFilters(personalTokensSearch)
  const { state = 'active', page = 0 } = filters
  const query = adminQuery(filters, Date.now())
  const [isRevokingMany, setRevokingMany] = useState(false)
  const revoked = useDialog<PersonalToken>()
  // Without it, the list says what is missing, and nothing else on the page could be used.
  const isAllowed = abilityFor(useMe(), listAllTokens).allowed
  return (
    <ListPage
      title="Personal tokens"
      intro="Everybody's tokens. Each acts as its owner; you can see and revoke them, never their secrets."
      docs="token-policy"
      action={
        isAllowed && (
          <Group gap="xs">
            <Button component="a" variant="default" href={urlOf(downloadTokens, { query })} download>
              Download CSV
            </Button>
            <Button variant="default" onClick={() => setRevokingMany(true)}>
              Revoke many …
            </Button>
          </Group>
        )
      }
      operation={listAllTokens}
      input={{ query: { ...query, page, pageSize: PAGE_SIZE } }}
      rows={({ tokens }) => tokens}
      columns={tokenColumns({ owners: true, onRevoke: revoked.open })}
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
