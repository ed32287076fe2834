import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { listTokens, type PersonalToken } from '../../../contract/identity/tokens.ts'
import { ListPage, PAGE_SIZE } from '../../core/layout/list-page.tsx'
import { useFilters } from '../../core/layout/use-filters.ts'
import { ActionButton } from '../../core/ui/action-button.tsx'
import { EmptyState } from '../../core/ui/empty-state.tsx'
import { lazyDialog } from '../../core/ui/lazy-dialog.tsx'
import { chosenZone } from '../../core/ui/preferences.ts'
import { useDialog } from '../../core/ui/use-dialog.ts'
import { useMyPolicy } from '../policy/my-policy.ts'
import { tokenColumns } from './token-columns.tsx'
import { TokenNotices } from './token-notices.tsx'
import { TOKEN_STATES, tokenState } from './token-states.ts'
import { myTokensSearch } from './tokens-search.ts'

const NewToken = lazyDialog(async () => (await import('./new-token.tsx')).NewToken)
const EditTokenDialog = lazyDialog(async () => (await import('./edit-token-dialog.tsx')).EditTokenDialog)
const RevokeTokenDialog = lazyDialog(async () => (await import('./revoke-token-dialog.tsx')).RevokeTokenDialog)

export const MyTokensPage = () => {
  const [{ name, description, days, like, state = 'active', page = 0 }, setFilters] = useFilters(myTokensSearch)
  const isPrefilled = name !== undefined || description !== undefined || days !== undefined || like !== undefined
  const [isCreating, setCreating] = useState(false)
  const edited = useDialog<PersonalToken>()
  const revoked = useDialog<PersonalToken>()
  const policy = useMyPolicy(chosenZone())
  const create = (
    <ActionButton ability={policy?.allowed} onClick={() => setCreating(true)}>
      Create new token
    </ActionButton>
  )
  const stopCreating = () => {
    setCreating(false)
    if (isPrefilled)
      setFilters({ name: undefined, description: undefined, days: undefined, like: undefined }, { replace: true })
  }
  return (
    <ListPage
      title="My access tokens"
      intro="With a token, a script, CLI or agent acts as you and follows changes to your role at once."
      docs="personal-tokens"
      action={create}
      above={<TokenNotices />}
      operation={listTokens}
      input={{ query: { state, page, pageSize: PAGE_SIZE } }}
      rows={({ tokens }) => tokens}
      columns={tokenColumns({ onEdit: edited.open, onRevoke: revoked.open })}
      rowKey={({ cid }) => cid}
      noun={['token', 'tokens']}
      empty={
        state === 'ended' ? (
          <EmptyState>No revoked or expired tokens.</EmptyState>
        ) : (
          <EmptyState action={create}>No tokens yet. Use a token to let a script, CLI, or agent act as you.</EmptyState>
        )
      }
      page={page}
      onPage={page => setFilters({ page })}
      filters={
        <SegmentedControl
          aria-label="Which tokens"
          size="xs"
          data={TOKEN_STATES}
          value={state}
          onChange={value => setFilters({ state: tokenState(value) })}
        />
      }
    >
      <NewToken
        opened={isCreating || isPrefilled}
        prefilled={{ name, description, days }}
        like={like}
        onClose={stopCreating}
      />
      <EditTokenDialog token={edited.thing} opened={edited.isOpen} onClose={edited.close} />
      <RevokeTokenDialog token={revoked.thing} opened={revoked.isOpen} onClose={revoked.close} />
    </ListPage>
  )
}
