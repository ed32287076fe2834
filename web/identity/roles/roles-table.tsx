import { Anchor } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Role } from '../../../contract/identity/roles.ts'
import { type Column, DataTable } from '../../core/layout/data-table.tsx'
import { RowMenu } from '../../core/ui/row-menu.tsx'
import { roleKey } from './role-names.ts'

type Choose = (role: Role) => void
type Props = {
  caption: string
  roles: readonly Role[]
  onShow: Choose
  /** Only custom roles are changed. */
  onEdit?: Choose
  onDelete?: Choose
  empty?: ReactNode
}

const DESCRIPTION: Column<Role> = {
  key: 'description',
  header: 'Description',
  value: role => role.description ?? '',
  cell: role => role.description,
}

export const RolesTable = ({ caption, roles, onShow, onEdit, onDelete, empty }: Props) => {
  const columns: Column<Role>[] = [
    { key: 'name', header: 'Name', value: role => role.name, cell: role => <NameButton role={role} onShow={onShow} /> },
    { key: 'tag', header: 'Tag', value: role => role.tag, cell: role => role.tag, mono: true },
    ...(roles.some(({ description }) => description) ? [DESCRIPTION] : []),
    {
      key: 'permissions',
      header: 'Permissions',
      first: 'desc',
      align: 'right',
      value: role => role.permissions.length,
      nowrap: true,
      cell: role => (
        <Anchor
          component="button"
          type="button"
          aria-haspopup="dialog"
          aria-label={`Permissions of ${role.name}: ${role.permissions.length}`}
          onClick={() => onShow(role)}
        >
          {role.permissions.length}
        </Anchor>
      ),
    },
    {
      key: 'people',
      header: 'People',
      first: 'desc',
      align: 'right',
      value: role => role.people,
      cell: role => role.people,
    },
  ]
  if (onEdit && onDelete)
    columns.push({
      key: 'actions',
      header: 'Actions',
      hiddenHeader: true,
      align: 'right',
      nowrap: true,
      cell: role => <RowActions role={role} onEdit={onEdit} onDelete={onDelete} />,
    })
  return (
    <DataTable
      caption={caption}
      columns={columns}
      rows={roles}
      rowKey={roleKey}
      empty={empty}
      name="roles"
      noun={['role', 'roles']}
    />
  )
}

/** The whole row shows what the role may do. */
const NameButton = ({ role, onShow }: { role: Role; onShow: Choose }) => (
  <Anchor component="button" type="button" aria-haspopup="dialog" data-row-link onClick={() => onShow(role)}>
    {role.name}
  </Anchor>
)

const RowActions = ({ role, onEdit, onDelete }: { role: Role; onEdit: Choose; onDelete: Choose }) => (
  <RowMenu
    of={role.name}
    actions={[
      { label: 'Edit', ability: role.abilities.edit, onChoose: () => onEdit(role) },
      { label: 'Delete', ability: role.abilities.remove, isDestructive: true, onChoose: () => onDelete(role) },
    ]}
  />
)
