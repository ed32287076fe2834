import { Text } from '@mantine/core'
import type { ApiKeyDefinition } from '../../../contract/identity/keys.ts'
import type { Column } from '../../core/layout/data-table.tsx'
import { Instant } from '../../core/ui/instant.tsx'
import { RowMenu } from '../../core/ui/row-menu.tsx'
import { StateLabel } from '../../core/ui/state-label.tsx'
import { keyRoleNames } from './key-roles.ts'

type Choose = (apiKey: ApiKeyDefinition) => void

const NameCell = ({ name, description }: ApiKeyDefinition) => (
  <>
    <Text fw={500}>{name}</Text>
    {description && (
      <Text size="xs" c="dimmed" lineClamp={3} style={{ whiteSpace: 'pre-line' }}>
        {description}
      </Text>
    )}
  </>
)

const CreatedCell = ({ createdDate, createdBy }: ApiKeyDefinition) => (
  <>
    <Instant at={createdDate} />
    {createdBy && (
      <Text size="xs" c="dimmed">
        by {createdBy}
      </Text>
    )}
  </>
)

const ExpiresCell = ({ expirationDate }: ApiKeyDefinition) => {
  if (!expirationDate) return 'No expiration'
  if (Date.parse(expirationDate) <= Date.now()) return <StateLabel tone="neutral">Expired</StateLabel>
  return <Instant at={expirationDate} exact />
}

const LastUsedCell = ({ lastUsed }: ApiKeyDefinition) => {
  if (!lastUsed) return <Text c="dimmed">Never used</Text>
  return (
    <>
      <Instant at={lastUsed.at} />
      <Text size="xs" c="dimmed">
        from <span className="mono">{lastUsed.address}</span>
        {lastUsed.client && `, ${lastUsed.client}`}
      </Text>
    </>
  )
}

const columns: readonly Column<ApiKeyDefinition>[] = [
  { key: 'name', header: 'Name', cell: apiKey => <NameCell {...apiKey} />, width: 150 },
  { key: 'last4', header: 'Last 4', cell: ({ last4 }) => last4, mono: true },
  { key: 'roles', header: 'Roles', cell: ({ roles }) => keyRoleNames(roles), width: 110 },
  { key: 'created', header: 'Created', cell: apiKey => <CreatedCell {...apiKey} />, width: 150 },
  { key: 'expires', header: 'Expires', cell: apiKey => <ExpiresCell {...apiKey} />, width: 125 },
  { key: 'lastUsed', header: 'Last used', cell: apiKey => <LastUsedCell {...apiKey} />, width: 120 },
]

/** @returns the columns with what may be done to a key */
export const keyColumns = (onEdit: Choose, onDelete: Choose): Column<ApiKeyDefinition>[] => [
  ...columns,
  {
    key: 'actions',
    header: 'Actions',
    hiddenHeader: true,
    align: 'right',
    nowrap: true,
    cell: apiKey => <RowActions apiKey={apiKey} onEdit={onEdit} onDelete={onDelete} />,
  },
]

const RowActions = ({ apiKey, onEdit, onDelete }: { apiKey: ApiKeyDefinition; onEdit: Choose; onDelete: Choose }) => (
  <RowMenu
    of={apiKey.name}
    actions={[
      { label: 'Edit', onChoose: () => onEdit(apiKey) },
      { label: 'Delete', isDestructive: true, onChoose: () => onDelete(apiKey) },
    ]}
  />
)
