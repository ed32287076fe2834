import { Button, Group, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useIsMutating } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import type { Permission } from '../../../contract/core/permissions.ts'
import { createRole, type Role, updateRole } from '../../../contract/identity/roles.ts'
import { fieldError } from '../../core/api/api-error.ts'
import { Problem } from '../../core/layout/problem.tsx'
import { FormModal } from '../../core/ui/form-modal.tsx'
import { notice } from '../../core/ui/notice.ts'
import { PermissionToggles } from './permission-toggles.tsx'
import classes from './role-dialog.module.css'
import { tagOf } from './tag-of.ts'
import { type RoleDraft, useSaveRole } from './use-save-role.ts'

type Props = {
  /** The role to change; undefined makes a new one. */
  role: Role | undefined
  onClose: () => void
}

/** Makes or changes a custom role. A click outside does not lose what was chosen. */
export const RoleDialog = ({ opened, role, onClose }: Props & { opened: boolean }) => {
  const isSaving = useIsMutating({ predicate: ({ options }) => isOne(options.mutationKey?.[0]) }) > 0
  return (
    <FormModal
      opened={opened}
      onClose={onClose}
      isSending={isSaving}
      title={role ? `Edit ${role.name}` : 'Create role'}
      size="lg"
    >
      <RoleForm role={role} onClose={onClose} />
    </FormModal>
  )
}

const isOne = (id: unknown) => id === createRole.id || id === updateRole.id

/** What is typed into the form, what is wrong with it, and how it is sent. */
const useRoleForm = ({ role, onClose }: Props) => {
  const [name, setName] = useState(role?.name ?? '')
  const [typedTag, setTag] = useState<string>()
  const [description, setDescription] = useState(role?.description ?? '')
  const [permissions, setPermissions] = useState<Permission[]>(role?.permissions ?? [])
  const [isChecked, setChecked] = useState(false)
  const { save, error, isPending } = useSaveRole(role)
  const tag = role?.tag ?? typedTag ?? tagOf(name)
  const nameFault = isChecked && name.trim() === '' ? 'Enter a name.' : fieldError(error, 'name')
  const tagFault = isChecked && tag === '' ? 'Enter a tag.' : fieldError(error, 'tag')
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setChecked(true)
    if (name.trim() === '' || tag === '') return
    const draft: RoleDraft = { name: name.trim(), tag, description: description.trim() || null, permissions }
    save(draft, () => {
      notice(role ? `Role ${draft.name} saved` : `Role ${draft.name} created`)
      onClose()
    })
  }
  return {
    name: { value: name, set: setName, fault: nameFault },
    tag: { value: tag, set: setTag, fault: tagFault },
    description: { value: description, set: setDescription, fault: fieldError(error, 'description') },
    permissions: { value: permissions, set: setPermissions },
    submit,
    error,
    isPending,
  }
}

const RoleForm = ({ role, onClose }: Props) => {
  const { name, tag, description, permissions, submit, error, isPending } = useRoleForm({ role, onClose })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <TextInput
          label="Name"
          required
          maxLength={120}
          data-autofocus
          value={name.value}
          onChange={event => name.set(event.currentTarget.value)}
          error={name.fault}
        />
        <TextInput
          label="Tag"
          description={role ? 'The tag stays as it is.' : 'Letters, digits and hyphens. It cannot be changed later.'}
          required={!role}
          readOnly={role !== undefined}
          maxLength={63}
          classNames={{ input: 'mono' }}
          value={tag.value}
          onChange={event => tag.set(event.currentTarget.value)}
          error={tag.fault}
        />
        <Textarea
          label="Description"
          maxLength={1000}
          autosize
          minRows={2}
          value={description.value}
          onChange={event => description.set(event.currentTarget.value)}
          error={description.fault}
        />
        {role && role.people > 0 && (
          <Text c="dimmed">
            {role.people === 1 ? '1 person holds' : `${role.people} people hold`} this role: changes count from their
            next call on.
          </Text>
        )}
        <PermissionToggles value={permissions.value} onChange={permissions.set} />
        <Problem error={error} except={['name', 'tag', 'description']} />
        <Group justify="flex-end" gap="sm" className={classes.footer}>
          <Button variant="default" onClick={onClose} disabled={isPending}>
            Cancel
          </Button>
          <Button type="submit" loading={isPending}>
            {role ? 'Save role' : 'Create role'}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
