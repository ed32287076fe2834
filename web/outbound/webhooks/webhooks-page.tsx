import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { listWebhooks, type Webhook } from '../../../contract/outbound/webhooks.ts'
import { ask } from '../../core/api/queries.ts'
import type { Column } from '../../core/layout/data-table.tsx'
import { AskLink } from '../../core/layout/help.tsx'
import { ListPage } from '../../core/layout/list-page.tsx'
import { ActionButton } from '../../core/ui/action-button.tsx'
import { EmptyState } from '../../core/ui/empty-state.tsx'
import { Instant } from '../../core/ui/instant.tsx'
import { RowMenu } from '../../core/ui/row-menu.tsx'
import { StateLabel } from '../../core/ui/state-label.tsx'
import { useDialog } from '../../core/ui/use-dialog.ts'
import { DeleteWebhookDialog } from './delete-webhook-dialog.tsx'
import { DeliveriesDialog } from './deliveries-dialog.tsx'
import { EditWebhookDialog } from './edit-webhook-dialog.tsx'
import { eventText } from './event-words.ts'
import { NewWebhook } from './new-webhook.tsx'

type Chosen = { dialog: 'edit' | 'deliveries' | 'delete'; webhook: Webhook }

const State = ({ webhook: { enabled, failingSince } }: { webhook: Webhook }) => {
  if (!enabled) return <StateLabel tone="neutral">Off</StateLabel>
  if (failingSince === null) return <StateLabel tone="good">On</StateLabel>
  return (
    <>
      <StateLabel tone="bad">Failing</StateLabel>
      <Text span size="xs" c="dimmed">
        {' '}
        since <Instant at={failingSince} />
      </Text>
    </>
  )
}

/** What fails comes first, then what is on. */
const stateOf = ({ enabled, failingSince }: Webhook) => (enabled ? (failingSince === null ? 1 : 0) : 2)

const columnsWith = (open: (one: Chosen) => void): Column<Webhook>[] => [
  {
    key: 'url',
    value: ({ url }) => url,
    header: 'Address',
    cell: ({ url, description }) => (
      <>
        <span className="mono">{url}</span>
        {description && (
          <Text size="xs" c="dimmed">
            {description}
          </Text>
        )}
      </>
    ),
  },
  {
    key: 'events',
    header: 'Events',
    value: ({ events }) => events.map(eventText).join(', '),
    cell: ({ events }) => events.map(eventText).join(', '),
  },
  { key: 'state', header: 'State', value: stateOf, cell: webhook => <State webhook={webhook} /> },
  {
    key: 'actions',
    header: 'Actions',
    hiddenHeader: true,
    align: 'right',
    nowrap: true,
    cell: webhook => (
      <RowMenu
        of={webhook.url}
        actions={[
          { label: 'Deliveries', onChoose: () => open({ dialog: 'deliveries', webhook }) },
          { label: 'Edit', onChoose: () => open({ dialog: 'edit', webhook }) },
          { label: 'Delete', isDestructive: true, onChoose: () => open({ dialog: 'delete', webhook }) },
        ]}
      />
    ),
  },
]

/** Where Portico sends what happens to tokens and keys. */
export const WebhooksPage = () => {
  const { data } = useQuery(ask(listWebhooks, {}))
  const [isCreating, setCreating] = useState(false)
  const chosen = useDialog<Chosen>()
  const shown = (dialog: Chosen['dialog']) => ({
    webhook: chosen.thing?.webhook,
    opened: chosen.isOpen && chosen.thing?.dialog === dialog,
    onClose: chosen.close,
  })
  const create = (
    <ActionButton ability={data?.create} onClick={() => setCreating(true)}>
      Create webhook
    </ActionButton>
  )
  return (
    <ListPage
      title="Webhooks"
      intro="Signed calls to your own systems when something happens to a token or key."
      docs="webhooks"
      action={data && create}
      operation={listWebhooks}
      input={{}}
      rows={({ webhooks }) => webhooks}
      columns={columnsWith(chosen.open)}
      rowKey={({ id }) => id}
      noun={['webhook', 'webhooks']}
      empty={
        <EmptyState action={create} ask={<AskLink question="How do I check the signature of a webhook?" />}>
          No webhooks yet. Use one to notify a chat or a pager before a token expires.
        </EmptyState>
      }
    >
      <NewWebhook opened={isCreating} onClose={() => setCreating(false)} />
      <EditWebhookDialog {...shown('edit')} />
      <DeliveriesDialog {...shown('deliveries')} />
      <DeleteWebhookDialog {...shown('delete')} />
    </ListPage>
  )
}
