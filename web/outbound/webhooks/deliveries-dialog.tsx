import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import {
  listDeliveries,
  pingWebhook,
  redeliver,
  type Webhook,
  type WebhookDelivery,
} from '../../../contract/outbound/webhooks.ts'
import { ask, useSend } from '../../core/api/queries.ts'
import { type Column, DataTable } from '../../core/layout/data-table.tsx'
import { Loaded } from '../../core/layout/loaded.tsx'
import { Problem } from '../../core/layout/problem.tsx'
import { EmptyState } from '../../core/ui/empty-state.tsx'
import { Instant } from '../../core/ui/instant.tsx'
import { StateLabel } from '../../core/ui/state-label.tsx'
import { eventText } from './event-words.ts'

type Props = { webhook: Webhook | undefined; opened: boolean; onClose: () => void }

const EVERY_MS = 3_000

export const DeliveriesDialog = ({ webhook, opened, onClose }: Props) => (
  <Modal opened={opened} onClose={onClose} title="Deliveries" size="xl">
    {webhook && <Deliveries webhook={webhook} />}
  </Modal>
)

const STATES = {
  WAITING: { tone: 'neutral', word: 'Waiting' },
  DELIVERED: { tone: 'good', word: 'Delivered' },
  FAILED: { tone: 'bad', word: 'Failed' },
} as const

const Outcome = ({ delivery: { status, answerStatus, error, nextAt } }: { delivery: WebhookDelivery }) => (
  <>
    <StateLabel tone={STATES[status].tone}>{STATES[status].word}</StateLabel>
    <Text size="xs" c="dimmed">
      {[answerStatus, error].filter(part => part !== null).join(', ')}
      {status === 'WAITING' && nextAt && (
        <>
          {' '}
          Next try <Instant at={nextAt} />
        </>
      )}
    </Text>
  </>
)

const columnsWith = (onAgain: (id: string) => void): Column<WebhookDelivery>[] => [
  { key: 'event', header: 'Event', value: ({ event }) => eventText(event), cell: ({ event }) => eventText(event) },
  {
    key: 'time',
    header: 'When',
    nowrap: true,
    value: ({ createdDate }) => createdDate,
    cell: ({ createdDate }) => <Instant at={createdDate} />,
  },
  {
    key: 'outcome',
    header: 'Outcome',
    value: ({ status }) => STATES[status].word,
    cell: delivery => <Outcome delivery={delivery} />,
  },
  {
    key: 'tries',
    header: 'Tries',
    align: 'right',
    first: 'desc',
    value: ({ attempts }) => attempts,
    cell: ({ attempts }) => attempts,
  },
  {
    key: 'again',
    header: 'Actions',
    hiddenHeader: true,
    align: 'right',
    cell: ({ id, status }) =>
      status !== 'WAITING' && (
        <Button size="compact-sm" variant="default" onClick={() => onAgain(id)}>
          Send again
        </Button>
      ),
  },
]

/** What it was sent lately, and a test; looks again while something waits. */
const Deliveries = ({ webhook }: { webhook: Webhook }) => {
  const params = { id: webhook.id }
  const deliveries = useQuery({
    ...ask(listDeliveries, { params }),
    refetchInterval: ({ state }) =>
      state.data?.deliveries.some(({ status }) => status === 'WAITING') ? EVERY_MS : false,
  })
  const ping = useSend(pingWebhook, { refreshes: [listDeliveries] })
  const again = useSend(redeliver, { refreshes: [listDeliveries] })
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <span className="mono">{webhook.url}</span>
        <Button variant="default" loading={ping.isPending} onClick={() => ping.mutate({ params })}>
          Send a test
        </Button>
      </Group>
      <Problem error={ping.error ?? again.error} />
      <Loaded query={deliveries}>
        {({ deliveries }) => (
          <DataTable
            caption="Deliveries"
            rows={deliveries}
            rowKey={({ id }) => id}
            noun={['delivery', 'deliveries']}
            empty={deliveries.length === 0 && <EmptyState>No deliveries in the last 7 days.</EmptyState>}
            columns={columnsWith(deliveryId => again.mutate({ params: { ...params, deliveryId } }))}
          />
        )}
      </Loaded>
    </Stack>
  )
}
