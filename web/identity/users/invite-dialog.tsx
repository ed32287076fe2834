import { Text, TextInput } from '@mantine/core'
import { isNotEmpty, useForm } from '@mantine/form'
import { useIsMutating } from '@tanstack/react-query'
import { listRoles } from '../../../contract/identity/roles.ts'
import { inviteUser, listUsers } from '../../../contract/identity/users.ts'
import { useSendSecret } from '../../core/api/use-send-secret.ts'
import { Form } from '../../core/layout/form.tsx'
import { FormModal } from '../../core/ui/form-modal.tsx'
import { nameRule } from '../../core/ui/name-fields.tsx'
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

const InviteForm = ({ onInvited, onClose }: { onInvited: (shown: ShownLink) => void; onClose: () => void }) => {
  const send = useSendSecret(inviteUser, [listUsers, listRoles])
  const form = useForm({
    initialValues: { email: '', name: '', roles: ['BASIC VIEWER'] },
    validate: {
      email: isNotEmpty('Enter an email address.'),
      name: nameRule,
      roles: isNotEmpty('Choose at least one role.'),
    },
    transformValues: ({ email, name, roles }) => ({ email: email.trim(), name: name.trim(), roles: choicesOf(roles) }),
  })
  return (
    <Form
      form={form}
      send={send}
      onSubmit={body =>
        send.mutate({
          input: { body },
          show: ({ user, invitation }) => onInvited({ kind: 'invite', user, link: invitation }),
        })
      }
      submit="Invite"
      onCancel={onClose}
    >
      <Text c="dimmed">They get a one-time link, valid for 24 hours.</Text>
      <TextInput
        label="Email"
        type="email"
        required
        withAsterisk={false}
        maxLength={254}
        autoComplete="off"
        data-autofocus
        {...form.getInputProps('email')}
      />
      <TextInput
        label="Name"
        required
        withAsterisk={false}
        maxLength={120}
        autoComplete="off"
        {...form.getInputProps('name')}
      />
      <RoleCheckboxes
        label="Roles"
        value={form.values.roles}
        onChange={roles => form.setFieldValue('roles', roles)}
        error={form.errors.roles}
      />
    </Form>
  )
}
