import { Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { listRoles } from '../../../contract/identity/roles.ts'
import { getMe } from '../../../contract/identity/sessions.ts'
import { listUsers, type User, updateUser } from '../../../contract/identity/users.ts'
import { refresh, useSend } from '../../core/api/queries.ts'
import { Form } from '../../core/layout/form.tsx'
import { FormModal } from '../../core/ui/form-modal.tsx'
import { notice } from '../../core/ui/notice.ts'
import { RoleCheckboxes } from '../roles/role-checkboxes.tsx'
import { choicesOf, heldKey, heldNames } from '../roles/role-names.ts'
import { ChangePreview } from './change-preview.tsx'

type Props = { user: User; onClose: () => void }

export const ChangeRolesDialog = ({ opened, ...props }: Props & { opened: boolean }) => (
  <FormModal opened={opened} onClose={props.onClose} title={`Change the roles of ${props.user.name}`}>
    <RolesForm {...props} />
  </FormModal>
)

const RolesForm = ({ user, onClose }: Props) => {
  const client = useQueryClient()
  const send = useSend(updateUser, { refreshes: [listUsers, listRoles, getMe] })
  const form = useForm({ initialValues: { roles: user.roles.map(heldKey) } })
  const { roles } = form.values
  const isLess = user.roles.map(heldKey).some(key => !roles.includes(key))
  const save = () =>
    send.mutate(
      { params: { id: user.id }, body: { roles: choicesOf(roles) }, version: user.version },
      {
        onSuccess: () => {
          notice(`Roles of ${user.name} changed`)
          onClose()
        },
        // Someone else may have changed the person: what they have now is shown, what was chosen here stays.
        onError: () => void refresh(client, [listUsers]),
      },
    )
  return (
    <Form form={form} send={send} onSubmit={save} submit="Save roles" onCancel={onClose}>
      <Text>
        {user.email} currently has: {heldNames(user.roles)}. Permissions from all roles add up.
      </Text>
      <RoleCheckboxes
        label="Roles"
        value={roles}
        onChange={chosen => form.setFieldValue('roles', chosen)}
        error={form.errors.roles}
      />
      {roles.length === 0 && <Text c="dimmed">Without a role, {user.name} may only manage their own account.</Text>}
      {isLess && <ChangePreview id={user.id} edit={{ roles: choicesOf(roles) }} />}
    </Form>
  )
}
