import { Text } from '@mantine/core'
import type { DataWebhook } from '../../../contract/catalog/data-webhooks.ts'
import type { Column } from '../../core/layout/data-table.tsx'
import { Instant } from '../../core/ui/instant.tsx'
import { RowMenu } from '../../core/ui/row-menu.tsx'
import { StateLabel } from '../../core/ui/state-label.tsx'

export type Chosen = { dialog: 'edit' | 'pause' | 'takeOver' | 'revoke' | 'leaked'; webhook: DataWebhook }

const STATES = {
  ACTIVE: { tone: 'good', word: 'Active' },
  PAUSED: { tone: 'neutral', word: 'Paused' },
  EXPIRED: { tone: 'neutral', word: 'Expired' },
  REVOKED: { tone: 'neutral', word: 'Revoked' },
  OWNER_CANNOT_EDIT: { tone: 'bad', word: 'Needs an owner' },
} as const

const StateCell = ({ webhook: { state, expirationDate, endedDate } }: { webhook: DataWebhook }) => {
  const { tone, word } = STATES[state]
  return (
    <>
      <StateLabel tone={tone}>{word}</StateLabel>
      <Text size="xs" c="dimmed" component="div">
        {state === 'OWNER_CANNOT_EDIT' && 'Its owner can no longer edit entities. An administrator can take it over.'}
        {state === 'REVOKED' && endedDate && <Instant at={endedDate} />}
        {state !== 'REVOKED' && expirationDate && (
          <>
            {state === 'EXPIRED' ? '' : 'until '}
            <Instant at={expirationDate} />
          </>
        )}
      </Text>
    </>
  )
}

const LastUsed = ({ webhook: { lastUsed } }: { webhook: DataWebhook }) =>
  lastUsed ? (
    <>
      <Instant at={lastUsed.at} />
      <Text size="xs" c="dimmed">
        from <span className="mono">{lastUsed.address}</span>
      </Text>
    </>
  ) : (
    <Text c="dimmed">Never used</Text>
  )

const Name = ({ webhook: { name, description, owner } }: { webhook: DataWebhook }) => (
  <>
    <Text fw={500}>{name}</Text>
    <Text size="xs" c="dimmed" style={{ whiteSpace: 'pre-line' }}>
      {[description, owner && `Owner: ${owner.name}`].filter(Boolean).join('\n')}
    </Text>
  </>
)

const columns: readonly Column<DataWebhook>[] = [
  {
    key: 'name',
    header: 'Name',
    cell: webhook => <Name webhook={webhook} />,
    value: ({ name }) => name,
  },
  {
    key: 'sets',
    header: 'Sets',
    value: ({ keys }) => keys.join(', '),
    cell: ({ keys, entityType }) => (
      <>
        <span className="mono">{keys.join(', ')}</span> of {entityType}
      </>
    ),
  },
  { key: 'last4', header: 'Last 4', value: ({ last4 }) => last4, cell: ({ last4 }) => last4, mono: true },
  {
    key: 'state',
    header: 'State',
    value: ({ state }) => STATES[state].word,
    cell: webhook => <StateCell webhook={webhook} />,
  },
  {
    key: 'used',
    header: 'Last used',
    value: ({ lastUsed }) => (lastUsed ? Date.parse(lastUsed.at) : 0),
    cell: webhook => <LastUsed webhook={webhook} />,
  },
]

const actionsOf = (webhook: DataWebhook, open: (chosen: Chosen) => void) => {
  const { change, takeOver } = webhook.abilities ?? {}
  const choose = (dialog: Chosen['dialog']) => () => open({ dialog, webhook })
  return [
    { label: 'Edit', ability: change, onChoose: choose('edit') },
    { label: webhook.state === 'PAUSED' ? 'Resume' : 'Pause', ability: change, onChoose: choose('pause') },
    { label: 'Take over', ability: takeOver, onChoose: choose('takeOver') },
    { label: 'Report as leaked', ability: change, onChoose: choose('leaked') },
    { label: 'Revoke', ability: change, isDestructive: true, onChoose: choose('revoke') },
  ]
}

/** @returns the columns with what may be done to a webhook */
export const webhookColumns = (open: (chosen: Chosen) => void): Column<DataWebhook>[] => [
  ...columns,
  {
    key: 'actions',
    header: 'Actions',
    hiddenHeader: true,
    align: 'right',
    cell: webhook => <RowMenu of={webhook.name} actions={actionsOf(webhook, open)} />,
  },
]
