import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useIsMutating } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { listRoles } from '../../../contract/identity/roles.ts'
import { inviteUser, listUsers } from '../../../contract/identity/users.ts'
import { fieldError } from '../../core/api/api-error.ts'
import { useSendSecret } from '../../core/api/use-send-secret.ts'
import { Problem } from '../../core/layout/problem.tsx'
import { FormModal } from '../../core/ui/form-modal.tsx'
import { useDialog } from '../../core/ui/use-dialog.ts'
import { RoleCheckboxes } from '../roles/role-checkboxes.tsx'
import { choicesOf } from '../roles/role-names.ts'
import { LinkReveal, type ShownLink } from './link-reveal.tsx'

type Props = { opened: boolean; onClose: () => void }

/** Invites a person, then shows the link that lets them in. */
export const InviteDialog = ({ opened, onClose }: Props) => {
  const reveal = useDialog<ShownLink>()
  const isSending = useIsMutating({ mutationKey: [inviteUser.id] }) > 0
  const show = (shown: ShownLink) => {
    onClose()
    reveal.open(shown)
  }
  return (
    <>
      <FormModal opened={opened} onClose={onClose} isSending={isSending} title="Invite a person">
        <InviteForm onInvited={show} onClose={onClose} />
      </FormModal>
      <LinkReveal shown={reveal.thing} opened={reveal.isOpen} onClose={reveal.close} />
    </>
  )
}

type Faults = { email?: string; name?: string; roles?: string }

const faultsOf = (email: string, name: string, roles: readonly string[]): Faults => ({
  email: email.trim() === '' ? 'Enter an email address.' : undefined,
  name: name.trim() === '' ? 'Enter a name.' : undefined,
  roles: roles.length === 0 ? 'Choose at least one role.' : undefined,
})

const InviteForm = ({ onInvited, onClose }: { onInvited: (shown: ShownLink) => void; onClose: () => void }) => {
  const [email, setEmail] = useState('')
  const [name, setName] = useState('')
  const [roles, setRoles] = useState(['BASIC VIEWER'])
  const [isChecked, setChecked] = useState(false)
  const send = useSendSecret(inviteUser, [listUsers, listRoles])
  const faults = isChecked ? faultsOf(email, name, roles) : {}
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setChecked(true)
    if (Object.values(faultsOf(email, name, roles)).some(Boolean)) return
    send.mutate({
      input: { body: { email: email.trim(), name: name.trim(), roles: choicesOf(roles) } },
      show: ({ user, invitation }) => onInvited({ kind: 'invite', user, link: invitation }),
    })
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <Text c="dimmed">They get a link that lets them in once, within 24 hours.</Text>
        <TextInput
          label="Email"
          type="email"
          required
          maxLength={254}
          autoComplete="off"
          data-autofocus
          value={email}
          onChange={event => setEmail(event.currentTarget.value)}
          error={faults.email ?? fieldError(send.error, 'email')}
        />
        <TextInput
          label="Name"
          required
          maxLength={120}
          autoComplete="off"
          value={name}
          onChange={event => setName(event.currentTarget.value)}
          error={faults.name ?? fieldError(send.error, 'name')}
        />
        <RoleCheckboxes label="Roles" value={roles} onChange={setRoles} error={faults.roles} />
        <Problem error={send.error} except={['email', 'name']} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose} disabled={send.isPending}>
            Cancel
          </Button>
          <Button type="submit" loading={send.isPending}>
            Invite
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
