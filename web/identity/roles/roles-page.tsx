import { Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { createRole, listRoles, type Role } from '../../../contract/identity/roles.ts'
import { ask } from '../../core/api/queries.ts'
import { AskLink } from '../../core/layout/help.tsx'
import { Loaded } from '../../core/layout/loaded.tsx'
import { ActionButton } from '../../core/ui/action-button.tsx'
import { EmptyState } from '../../core/ui/empty-state.tsx'
import { Page } from '../../core/ui/page.tsx'
import { useDialog } from '../../core/ui/use-dialog.ts'
import { abilityFor, useMe } from '../sessions/me.ts'
import { DeleteRoleDialog } from './delete-role-dialog.tsx'
import { PermissionList } from './permission-list.tsx'
import { RoleDialog } from './role-dialog.tsx'
import { RolesTable } from './roles-table.tsx'

export const RolesPage = () => {
  const me = useMe()
  const query = useQuery(ask(listRoles, {}))
  const shown = useDialog<Role>()
  const edited = useDialog<Role | undefined>()
  const deleted = useDialog<Role>()
  const create = (
    <ActionButton ability={abilityFor(me, createRole)} onClick={() => edited.open(undefined)}>
      Create role
    </ActionButton>
  )
  return (
    <Page
      title="Roles"
      intro="A person can have several roles. Permissions from all roles add up."
      docs="permissions"
      width="wide"
      action={create}
    >
      <Loaded query={query}>
        {({ roles }) => (
          <>
            <Title order={2}>Default roles</Title>
            <RolesTable
              caption="Default roles"
              roles={roles.filter(({ type }) => type === 'BASIC')}
              onShow={shown.open}
            />
            <Title order={2}>Custom roles</Title>
            <RolesTable
              caption="Custom roles"
              roles={roles.filter(({ type }) => type === 'CUSTOM')}
              onShow={shown.open}
              onEdit={edited.open}
              onDelete={deleted.open}
              empty={
                <EmptyState ask={<AskLink question="What is a custom role?" />}>
                  No custom roles yet. A custom role allows just what you choose.
                </EmptyState>
              }
            />
          </>
        )}
      </Loaded>
      <PermissionList role={shown.thing} opened={shown.isOpen} onClose={shown.close} />
      <RoleDialog role={edited.thing} opened={edited.isOpen} onClose={edited.close} />
      <DeleteRoleDialog role={deleted.thing} opened={deleted.isOpen} onClose={deleted.close} />
    </Page>
  )
}
