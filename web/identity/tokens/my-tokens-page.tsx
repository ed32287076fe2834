import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { TOKEN_SORTS } from '../../../contract/identity/token-filters.ts'
import { countTokens, listTokens } from '../../../contract/identity/token-lists.ts'
import type { PersonalToken } from '../../../contract/identity/tokens.ts'
import { ask } from '../../core/api/queries.ts'
import { AskLink } from '../../core/layout/help.tsx'
import { ListPage, PAGE_SIZE } from '../../core/layout/list-page.tsx'
import { useFilters } from '../../core/layout/use-filters.ts'
import { ActionButton } from '../../core/ui/action-button.tsx'
import { EmptyState } from '../../core/ui/empty-state.tsx'
import { lazyDialog } from '../../core/ui/lazy-dialog.tsx'
import { chosenZone } from '../../core/ui/preferences.ts'
import { SearchField } from '../../core/ui/search-field.tsx'
import { useDialog } from '../../core/ui/use-dialog.ts'
import { useMyPolicy } from '../policy/my-policy.ts'
import { ChosenTokens } from './chosen-tokens.tsx'
import { StateControl } from './state-control.tsx'
import { TokenCards } from './token-cards.tsx'
import { tokenColumns } from './token-columns.tsx'
import { TokenNotices } from './token-notices.tsx'
import { myTokensSearch } from './tokens-search.ts'
import { useSelection } from './use-selection.ts'

const NewToken = lazyDialog(async () => (await import('./new-token.tsx')).NewToken)
const EditTokenDialog = lazyDialog(async () => (await import('./edit-token-dialog.tsx')).EditTokenDialog)
const RotateToken = lazyDialog(async () => (await import('./rotate-token.tsx')).RotateToken)
const RevokeTokenDialog = lazyDialog(async () => (await import('./revoke-token-dialog.tsx')).RevokeTokenDialog)

/** The dialogs about a row, and the actions in its menu that open them. */
const useTokenDialogs = () => {
  const [edited, rotated, revoked] = [
    useDialog<PersonalToken>(),
    useDialog<PersonalToken>(),
    useDialog<PersonalToken>(),
  ]
  const dialogs = (
    <>
      <EditTokenDialog token={edited.thing} opened={edited.isOpen} onClose={edited.close} />
      <RotateToken token={rotated.thing} opened={rotated.isOpen} onClose={rotated.close} />
      <RevokeTokenDialog token={revoked.thing} opened={revoked.isOpen} onClose={revoked.close} />
    </>
  )
  return { dialogs, actions: { onEdit: edited.open, onRotate: rotated.open, onRevoke: revoked.open } }
}

/** The dialog for a new token, open by its button or by an address that fills it. */
const useNewToken = (filters: Filters, setFilters: SetFilters) => {
  const { name, description, days, like } = filters
  const isPrefilled = [name, description, days, like].some(value => value !== undefined)
  const [isCreating, setCreating] = useState(false)
  const policy = useMyPolicy(chosenZone())
  const stop = () => {
    setCreating(false)
    if (isPrefilled)
      setFilters({ name: undefined, description: undefined, days: undefined, like: undefined }, { replace: true })
  }
  const dialog = (
    <NewToken opened={isCreating || isPrefilled} prefilled={{ name, description, days }} like={like} onClose={stop} />
  )
  const create = (
    <ActionButton ability={policy?.allowed} onClick={() => setCreating(true)}>
      Create new token
    </ActionButton>
  )
  return { create, dialog }
}

type Filters = ReturnType<typeof myTokensSearch>
type SetFilters = (change: Partial<Filters>, options?: { replace?: boolean }) => void

const FilterFields = ({ filters, onChange }: { filters: Filters; onChange: SetFilters }) => (
  <>
    <SearchField
      label="Search tokens"
      value={filters.query}
      onSearch={query => onChange({ query }, { replace: true })}
    />
    <StateControl filters={filters} onChange={onChange} />
  </>
)

const NoTokens = ({ filters, create }: { filters: Filters; create: ReactNode }) =>
  filters.state === 'ended' ? (
    <EmptyState>No revoked or expired tokens.</EmptyState>
  ) : (
    <EmptyState action={create} ask={<AskLink question="What is a personal token for?" />}>
      No tokens yet. Use a token to let a script, CLI, or agent act as you.
    </EmptyState>
  )

export const MyTokensPage = () => {
  const [filters, setFilters] = useFilters(myTokensSearch)
  const { page = 0, query, state, attention, sort, order } = filters
  const selection = useSelection()
  const { dialogs, actions } = useTokenDialogs()
  const { create, dialog } = useNewToken(filters, setFilters)
  const counts = useQuery(ask(countTokens, {})).data
  const choose = (attention: Filters['attention']) => setFilters({ attention, state: undefined })
  return (
    <ListPage
      title="My access tokens"
      intro="With a token, a script, CLI or agent acts as you and follows changes to your role at once."
      docs="personal-tokens"
      action={create}
      above={
        <>
          <TokenNotices />
          <TokenCards counts={counts} chosen={attention} onChoose={choose} />
        </>
      }
      operation={listTokens}
      input={{ query: { query, state, attention, sort, order, includeRecent: true, page, pageSize: PAGE_SIZE } }}
      rows={({ tokens }) => tokens}
      columns={tokenColumns({ selection, ...actions })}
      rowKey={({ cid }) => cid}
      noun={['token', 'tokens']}
      empty={<NoTokens filters={filters} create={create} />}
      sorts={TOKEN_SORTS}
      page={page}
      onPage={page => setFilters({ page })}
      isFiltered={query !== undefined || attention !== undefined}
      onClear={() => setFilters({ query: undefined, attention: undefined, state: undefined })}
      filters={<FilterFields filters={filters} onChange={setFilters} />}
      dialogs={tokens => <ChosenTokens tokens={tokens} selection={selection} />}
    >
      {dialog}
      {dialogs}
    </ListPage>
  )
}
