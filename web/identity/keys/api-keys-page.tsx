import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type ApiKeyDefinition, createApiKey, listApiKeys } from '../../../contract/identity/keys.ts'
import { ask } from '../../core/api/queries.ts'
import { Loaded } from '../../core/layout/loaded.tsx'
import { useFilters } from '../../core/layout/use-filters.ts'
import { ActionButton } from '../../core/ui/action-button.tsx'
import { EmptyState } from '../../core/ui/empty-state.tsx'
import { Page } from '../../core/ui/page.tsx'
import { Pager } from '../../core/ui/pager.tsx'
import { useDialog } from '../../core/ui/use-dialog.ts'
import { abilityFor, useMe } from '../sessions/me.ts'
import { apiKeysSearch } from './api-keys-search.ts'
import { DeleteKeyDialog } from './delete-key-dialog.tsx'
import { EditKeyDialog } from './edit-key-dialog.tsx'
import { KeysTable } from './keys-table.tsx'
import { NewKey } from './new-key.tsx'

const PAGE_SIZE = 50

export const ApiKeysPage = () => {
  const me = useMe()
  const [{ page = 0 }, setFilters] = useFilters(apiKeysSearch)
  const query = useQuery({
    ...ask(listApiKeys, { query: { page, pageSize: PAGE_SIZE } }),
    placeholderData: keepPreviousData,
  })
  const [isCreating, setCreating] = useState(false)
  const edited = useDialog<ApiKeyDefinition>()
  const deleted = useDialog<ApiKeyDefinition>()
  const create = (
    <ActionButton ability={abilityFor(me, createApiKey)} onClick={() => setCreating(true)}>
      Create new key
    </ActionButton>
  )
  return (
    <Page
      title="API keys"
      intro="A key belongs to the workspace, has roles of its own, and keeps working when its maker leaves."
      docs="api-keys"
      width="wide"
      action={create}
    >
      <Loaded query={query}>
        {({ apiKeys, total }) => (
          <>
            <KeysTable
              apiKeys={apiKeys}
              onEdit={edited.open}
              onDelete={deleted.open}
              empty={
                total === 0 && (
                  <EmptyState action={create}>
                    No API keys yet. Use one for jobs that should not depend on a person.
                  </EmptyState>
                )
              }
            />
            <Pager
              page={page}
              pageSize={PAGE_SIZE}
              total={total}
              noun="keys"
              onPage={next => setFilters({ page: next || undefined })}
            />
          </>
        )}
      </Loaded>
      <NewKey opened={isCreating} onClose={() => setCreating(false)} />
      <EditKeyDialog apiKey={edited.thing} opened={edited.isOpen} onClose={edited.close} />
      <DeleteKeyDialog apiKey={deleted.thing} opened={deleted.isOpen} onClose={deleted.close} />
    </Page>
  )
}
