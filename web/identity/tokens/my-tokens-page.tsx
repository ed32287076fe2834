import { SegmentedControl } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { listTokens, type PersonalToken } from '../../../contract/identity/tokens.ts'
import { ask } from '../../core/api/queries.ts'
import { useFilters } from '../../core/layout/use-filters.ts'
import { ActionButton } from '../../core/ui/action-button.tsx'
import { EmptyState } from '../../core/ui/empty-state.tsx'
import { lazyDialog } from '../../core/ui/lazy-dialog.tsx'
import { Page } from '../../core/ui/page.tsx'
import { useDialog } from '../../core/ui/use-dialog.ts'
import { useMyPolicy } from '../policy/my-policy.ts'
import { browserZone } from './expiry-choice.ts'
import { TOKENS_PER_PAGE, TokenList } from './token-list.tsx'
import { TokenNotices } from './token-notices.tsx'
import { TOKEN_STATES, tokenState } from './token-states.ts'
import { myTokensSearch } from './tokens-search.ts'

const NewToken = lazyDialog(async () => (await import('./new-token.tsx')).NewToken)
const EditTokenDialog = lazyDialog(async () => (await import('./edit-token-dialog.tsx')).EditTokenDialog)
const RevokeTokenDialog = lazyDialog(async () => (await import('./revoke-token-dialog.tsx')).RevokeTokenDialog)

const emptyTexts = {
  active: 'No tokens yet. A token lets a script, CLI or agent act as you.',
  ended: 'No revoked or expired tokens.',
  all: 'No tokens yet. A token lets a script, CLI or agent act as you.',
} as const

export const MyTokensPage = () => {
  const [filters, setFilters] = useFilters(myTokensSearch)
  const { name, description, days, state = 'active', page = 0 } = filters
  const isPrefilled = name !== undefined || description !== undefined || days !== undefined
  const [isCreating, setCreating] = useState(false)
  const edited = useDialog<PersonalToken>()
  const revoked = useDialog<PersonalToken>()
  const tokens = useQuery({
    ...ask(listTokens, { query: { state, page, pageSize: TOKENS_PER_PAGE } }),
    placeholderData: keepPreviousData,
  })
  const policy = useMyPolicy(browserZone())
  const create = (
    <ActionButton ability={policy?.allowed} onClick={() => setCreating(true)}>
      Create new token
    </ActionButton>
  )
  const stopCreating = () => {
    setCreating(false)
    if (isPrefilled) setFilters({ name: undefined, description: undefined, days: undefined }, { replace: true })
  }
  return (
    <Page
      title="My access tokens"
      intro="With a token, a script, CLI or agent acts as you and follows changes to your role at once."
      docs="personal-tokens"
      action={create}
      width="wide"
    >
      <TokenNotices />
      <SegmentedControl
        aria-label="Which tokens"
        size="xs"
        w="fit-content"
        data={TOKEN_STATES}
        value={state}
        onChange={value => setFilters({ state: tokenState(value) })}
      />
      <TokenList
        query={tokens}
        caption="My access tokens"
        empty={<EmptyState action={state !== 'ended' && create}>{emptyTexts[state]}</EmptyState>}
        onEdit={edited.open}
        onRevoke={revoked.open}
        page={page}
        onPage={page => setFilters({ page })}
      />
      <NewToken opened={isCreating || isPrefilled} prefilled={{ name, description, days }} onClose={stopCreating} />
      <EditTokenDialog token={edited.thing} opened={edited.isOpen} onClose={edited.close} />
      <RevokeTokenDialog token={revoked.thing} opened={revoked.isOpen} onClose={revoked.close} />
    </Page>
  )
}
