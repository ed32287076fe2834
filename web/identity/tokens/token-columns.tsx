import type { PersonalToken } from '../../../contract/identity/tokens.ts'
import type { Column } from '../../core/layout/data-table.tsx'
import { Instant } from '../../core/ui/instant.tsx'
import { type RowAction, RowMenu } from '../../core/ui/row-menu.tsx'
import { Sparkline } from './sparkline.tsx'
import { ExpiresCell, LastUsedCell, NameCell, OwnerCell, StateCell } from './token-cells.tsx'
import { isOver } from './token-states.ts'
import type { Selection } from './use-selection.ts'

type Props = {
  /** Says whose each token is. */
  owners?: boolean
  selection: Selection
  /** Without it nothing can be edited here. */
  onEdit?: (token: PersonalToken) => void
  onRotate?: (token: PersonalToken) => void
  onRevoke: (token: PersonalToken) => void
}

const ownerColumn: Column<PersonalToken> = {
  key: 'owner',
  header: 'Owner',
  width: '10%',
  cell: token => <OwnerCell token={token} />,
}

const last4Column: Column<PersonalToken> = {
  key: 'last4',
  header: 'Last 4',
  mono: true,
  nowrap: true,
  cell: ({ last4 }) => last4,
}

const factColumns: readonly Column<PersonalToken>[] = [
  { key: 'state', header: 'State', width: '9%', cell: token => <StateCell token={token} /> },
  { key: 'recent', header: 'Calls, 30 days', cell: token => <Sparkline token={token} /> },
  {
    key: 'created',
    header: 'Created',
    cell: ({ createdDate }) => <Instant at={createdDate} />,
    nowrap: true,
  },
  { key: 'expires', header: 'Expires', width: '15%', cell: token => <ExpiresCell token={token} /> },
  { key: 'lastUsed', header: 'Last used', width: '16%', cell: token => <LastUsedCell token={token} /> },
]

/** What a list of tokens shows, with what one may do to each; never a secret. */
export const tokenColumns = ({ owners = false, selection, ...actions }: Props): Column<PersonalToken>[] => [
  {
    key: 'name',
    header: 'Name',
    width: '20%',
    cell: token => <NameCell token={token} selection={selection} />,
  },
  owners ? ownerColumn : last4Column,
  ...factColumns,
  {
    key: 'actions',
    header: 'Actions',
    hiddenHeader: true,
    align: 'right',
    nowrap: true,
    cell: token => !isOver(token) && <RowMenu of={token.name} actions={actionsOf(token, actions)} />,
  },
]

type Actions = Pick<Props, 'onEdit' | 'onRotate' | 'onRevoke'>

const actionsOf = (token: PersonalToken, { onEdit, onRotate, onRevoke }: Actions): RowAction[] => {
  const { abilities } = token
  return [
    ...(onEdit ? [{ label: 'Edit', ability: abilities?.edit, onChoose: () => onEdit(token) }] : []),
    ...(onRotate ? [{ label: 'Rotate', ability: abilities?.rotate, onChoose: () => onRotate(token) }] : []),
    { label: 'Revoke', ability: abilities?.revoke, isDestructive: true, onChoose: () => onRevoke(token) },
  ]
}
