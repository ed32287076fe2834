import { Button, Group, Stack, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { listRoles } from '../../../contract/identity/roles.ts'
import { getMe } from '../../../contract/identity/sessions.ts'
import { listUsers, type User, updateUser } from '../../../contract/identity/users.ts'
import { refresh, useSend } from '../../core/api/queries.ts'
import { Problem } from '../../core/layout/problem.tsx'
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
  const [chosen, setChosen] = useState(() => user.roles.map(heldKey))
  const send = useSend(updateUser, { refreshes: [listUsers, listRoles, getMe] })
  const isLess = user.roles.map(heldKey).some(key => !chosen.includes(key))
  const save = (event: SubmitEvent) => {
    event.preventDefault()
    send.mutate(
      { params: { id: user.id }, body: { roles: choicesOf(chosen) }, version: user.version },
      {
        onSuccess: () => {
          notice(`Roles of ${user.name} changed`)
          onClose()
        },
        // Somebody may have changed the person meanwhile: what they have now is shown, what was chosen here stays.
        onError: () => void refresh(client, [listUsers]),
      },
    )
  }
  return (
    <form onSubmit={save}>
      <Stack gap="md">
        <Text>
          {user.email} has now: {heldNames(user.roles)}. With several roles, everything that any of them allows counts.
        </Text>
        <RoleCheckboxes label="Roles" value={chosen} onChange={setChosen} />
        {chosen.length === 0 && <Text c="dimmed">Without a role, {user.name} may only manage their own account.</Text>}
        {isLess && <ChangePreview id={user.id} edit={{ roles: choicesOf(chosen) }} />}
        <Problem error={send.error} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose} disabled={send.isPending}>
            Cancel
          </Button>
          <Button type="submit" loading={send.isPending}>
            Save roles
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
