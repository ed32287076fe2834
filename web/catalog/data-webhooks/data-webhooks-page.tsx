import { useState } from 'react'
import { createDataWebhook, type DataWebhook, listDataWebhooks } from '../../../contract/catalog/data-webhooks.ts'
import { ListPage } from '../../core/layout/list-page.tsx'
import { ActionButton } from '../../core/ui/action-button.tsx'
import { EmptyState } from '../../core/ui/empty-state.tsx'
import { useDialog } from '../../core/ui/use-dialog.ts'
import { abilityFor, useMe } from '../../identity/sessions/me.ts'
import { EditWebhook } from './edit-webhook.tsx'
import { NewWebhook } from './new-webhook.tsx'
import { type Chosen, webhookColumns } from './webhook-columns.tsx'
import { PauseDialog, RevokeDialog, TakeOverDialog } from './webhook-dialogs.tsx'

/** Addresses that other systems call to set custom data. */
export const DataWebhooksPage = () => {
  const me = useMe()
  const [isCreating, setCreating] = useState(false)
  const chosen = useDialog<Chosen>()
  const shown = (dialog: Chosen['dialog']) => ({
    webhook: chosen.thing?.dialog === dialog ? chosen.thing.webhook : undefined,
    opened: chosen.isOpen && chosen.thing?.dialog === dialog,
    onClose: chosen.close,
  })
  const create = (
    <ActionButton ability={abilityFor(me, createDataWebhook)} onClick={() => setCreating(true)}>
      Create data webhook
    </ActionButton>
  )
  return (
    <ListPage
      title="Data webhooks"
      intro="Other systems call them, without any other credential, to set custom data of entities."
      docs="catalog#data-webhooks"
      action={create}
      operation={listDataWebhooks}
      input={{ query: { abilities: true } }}
      rows={({ webhooks }): readonly DataWebhook[] => webhooks}
      columns={webhookColumns(chosen.open)}
      rowKey={({ cid }) => cid}
      noun={['webhook', 'webhooks']}
      empty={
        <EmptyState action={create}>
          No data webhooks yet. Use one where a system can send JSON to an address, and can't send a token.
        </EmptyState>
      }
    >
      <NewWebhook opened={isCreating} onClose={() => setCreating(false)} />
      <EditWebhook {...shown('edit')} />
      <PauseDialog {...shown('pause')} />
      <TakeOverDialog {...shown('takeOver')} />
      <RevokeDialog {...shown('revoke')} />
      <RevokeDialog {...shown('leaked')} isLeaked />
    </ListPage>
  )
}
