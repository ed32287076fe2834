import { Group } from '@mantine/core'
import type { PersonalToken } from '../../../contract/identity/tokens.ts'
import { ActionButton } from '../../core/ui/action-button.tsx'
import type { Column } from '../../core/ui/data-table.tsx'
import { Instant } from '../../core/ui/instant.tsx'
import { ExpiresCell, LastUsedCell, NameCell, OwnerCell, StateCell } from './token-cells.tsx'
import { isOver } from './token-states.ts'

type Props = {
  /** Says whose each token is. */
  owners?: boolean
  /** Without it nothing can be edited here. */
  onEdit?: (token: PersonalToken) => void
  onRevoke: (token: PersonalToken) => void
}

const ownerColumn: Column<PersonalToken> = {
  key: 'owner',
  header: 'Owner',
  cell: token => <OwnerCell token={token} />,
}

const last4Column: Column<PersonalToken> = {
  key: 'last4',
  header: 'Last 4',
  mono: true,
  nowrap: true,
  cell: ({ last4 }) => last4,
}

/** What a list of tokens shows, with what one may do to each; never a secret. */
export const tokenColumns = ({ owners = false, onEdit, onRevoke }: Props): Column<PersonalToken>[] => [
  { key: 'name', header: 'Name', cell: token => <NameCell token={token} last4={owners} />, width: '22%' },
  owners ? ownerColumn : last4Column,
  { key: 'state', header: 'State', cell: token => <StateCell token={token} /> },
  { key: 'created', header: 'Created', cell: ({ createdDate }) => <Instant at={createdDate} /> },
  { key: 'expires', header: 'Expires', cell: token => <ExpiresCell token={token} /> },
  { key: 'lastUsed', header: 'Last used', cell: token => <LastUsedCell token={token} /> },
  {
    key: 'actions',
    header: 'Actions',
    hiddenHeader: true,
    align: 'right',
    nowrap: true,
    cell: token => <RowActions token={token} onEdit={onEdit} onRevoke={onRevoke} />,
  },
]

type RowProps = Pick<Props, 'onEdit' | 'onRevoke'> & { token: PersonalToken }

const RowActions = ({ token, onEdit, onRevoke }: RowProps) => {
  if (isOver(token)) return null
  const { name, abilities } = token
  return (
    <Group gap={4} wrap="nowrap" justify="flex-end">
      {onEdit && (
        <ActionButton
          size="compact-sm"
          variant="default"
          ability={abilities?.edit}
          aria-label={`Edit ${name}`}
          onClick={() => onEdit(token)}
        >
          Edit
        </ActionButton>
      )}
      <ActionButton
        size="compact-sm"
        variant="default"
        ability={abilities?.revoke}
        aria-label={`Revoke ${name}`}
        onClick={() => onRevoke(token)}
      >
        Revoke
      </ActionButton>
    </Group>
  )
}
