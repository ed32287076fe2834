import { Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { listWebhooks, type Webhook } from '../../../contract/outbound/webhooks.ts'
import { ask } from '../../core/api/queries.ts'
import { Loaded } from '../../core/layout/loaded.tsx'
import { ActionButton } from '../../core/ui/action-button.tsx'
import { type Column, DataTable } from '../../core/ui/data-table.tsx'
import { EmptyState } from '../../core/ui/empty-state.tsx'
import { Instant } from '../../core/ui/instant.tsx'
import { Page } from '../../core/ui/page.tsx'
import { StateLabel } from '../../core/ui/state-label.tsx'
import { DeleteWebhookDialog } from './delete-webhook-dialog.tsx'
import { DeliveriesDialog } from './deliveries-dialog.tsx'
import { EditWebhookDialog } from './edit-webhook-dialog.tsx'
import { NewWebhook } from './new-webhook.tsx'

type Open = { dialog: 'edit' | 'deliveries' | 'delete'; webhook: Webhook }

const State = ({ webhook: { enabled, failingSince } }: { webhook: Webhook }) => {
  if (!enabled) return <StateLabel tone="neutral">Off</StateLabel>
  if (failingSince === null) return <StateLabel tone="good">On</StateLabel>
  return (
    <>
      <StateLabel tone="bad">Failing</StateLabel>
      <Text size="xs" c="dimmed">
        since <Instant at={failingSince} />
      </Text>
    </>
  )
}

const columnsWith = (open: (one: Open) => void): Column<Webhook>[] => [
  {
    key: 'url',
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
  { key: 'events', header: 'Events', cell: ({ events }) => events.join(', ') },
  { key: 'state', header: 'State', cell: webhook => <State webhook={webhook} /> },
  {
    key: 'actions',
    header: 'Actions',
    hiddenHeader: true,
    align: 'right',
    cell: webhook => (
      <Group gap={4} justify="flex-end">
        {(['deliveries', 'edit', 'delete'] as const).map(dialog => (
          <ActionButton
            key={dialog}
            size="compact-sm"
            variant="default"
            aria-label={`${LABELS[dialog]} ${webhook.url}`}
            onClick={() => open({ dialog, webhook })}
          >
            {LABELS[dialog]}
          </ActionButton>
        ))}
      </Group>
    ),
  },
]

const LABELS = { edit: 'Edit', deliveries: 'Deliveries', delete: 'Delete' } as const

/** Where Portico tells other systems what happens to tokens and keys. */
export const WebhooksPage = () => {
  const webhooks = useQuery(ask(listWebhooks, {}))
  const [isCreating, setCreating] = useState(false)
  const [open, setOpen] = useState<Open>()
  const close = () => setOpen(undefined)
  const openFor = (dialog: Open['dialog']) => (open?.dialog === dialog ? open.webhook : undefined)
  const create = (
    <ActionButton ability={webhooks.data?.create} onClick={() => setCreating(true)}>
      Create webhook
    </ActionButton>
  )
  return (
    <Page
      title="Webhooks"
      intro="Signed calls to your own systems when something happens to a token or key."
      docs="webhooks"
      width="wide"
      action={webhooks.data && create}
    >
      <Loaded query={webhooks}>
        {({ webhooks }) => (
          <DataTable
            caption="Webhooks"
            columns={columnsWith(setOpen)}
            rows={webhooks}
            rowKey={({ id }) => id}
            empty={
              webhooks.length === 0 && (
                <EmptyState action={create}>
                  No webhooks yet. One tells a chat or a pager before a token ends.
                </EmptyState>
              )
            }
          />
        )}
      </Loaded>
      <NewWebhook opened={isCreating} onClose={() => setCreating(false)} />
      <EditWebhookDialog webhook={openFor('edit')} onClose={close} />
      <DeliveriesDialog webhook={openFor('deliveries')} onClose={close} />
      <DeleteWebhookDialog webhook={openFor('delete')} onClose={close} />
    </Page>
  )
}
