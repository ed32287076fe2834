import { useState } from 'react'
import { type ApiKeyDefinition, createApiKey, KEY_SORTS, listApiKeys } from '../../../contract/identity/keys.ts'
import { AskLink } from '../../core/layout/help.tsx'
import { ListPage, PAGE_SIZE } from '../../core/layout/list-page.tsx'
import { useFilters } from '../../core/layout/use-filters.ts'
import { ActionButton } from '../../core/ui/action-button.tsx'
import { EmptyState } from '../../core/ui/empty-state.tsx'
import { useDialog } from '../../core/ui/use-dialog.ts'
import { abilityFor, useMe } from '../sessions/me.ts'
import { apiKeysSearch } from './api-keys-search.ts'
import { DeleteKeyDialog } from './delete-key-dialog.tsx'
import { EditKeyDialog } from './edit-key-dialog.tsx'
import { keyColumns } from './key-columns.tsx'
import { NewKey } from './new-key.tsx'

export const ApiKeysPage = () => {
  const me = useMe()
  const [{ sort, order, page = 0 }, setFilters] = useFilters(apiKeysSearch)
  const [isCreating, setCreating] = useState(false)
  const edited = useDialog<ApiKeyDefinition>()
  const deleted = useDialog<ApiKeyDefinition>()
  const create = (
    <ActionButton ability={abilityFor(me, createApiKey)} onClick={() => setCreating(true)}>
      Create new key
    </ActionButton>
  )
  return (
    <ListPage
      title="API keys"
      intro="A key belongs to the workspace, has roles of its own, and keeps working when its maker leaves."
      docs="api-keys"
      action={create}
      operation={listApiKeys}
      input={{ query: { sort, order, page, pageSize: PAGE_SIZE } }}
      rows={({ apiKeys }) => apiKeys}
      columns={keyColumns(edited.open, deleted.open)}
      rowKey={({ cid }) => cid}
      sorts={KEY_SORTS}
      noun={['key', 'keys']}
      empty={
        <EmptyState action={create} ask={<AskLink question="When do I use an API key instead of a personal token?" />}>
          No API keys yet. Use one for jobs that shouldn't depend on a person.
        </EmptyState>
      }
      page={page}
      onPage={page => setFilters({ page })}
    >
      <NewKey opened={isCreating} onClose={() => setCreating(false)} />
      <EditKeyDialog apiKey={edited.thing} opened={edited.isOpen} onClose={edited.close} />
      <DeleteKeyDialog apiKey={deleted.thing} opened={deleted.isOpen} onClose={deleted.close} />
    </ListPage>
  )
}
