import { Text, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useIsMutating } from '@tanstack/react-query'
import type { Permission } from '../../../contract/core/permissions.ts'
import { createRole, type Role, updateRole } from '../../../contract/identity/roles.ts'
import { Form } from '../../core/layout/form.tsx'
import { FormModal } from '../../core/ui/form-modal.tsx'
import { nameRule, namesOf } from '../../core/ui/name-fields.tsx'
import { notice } from '../../core/ui/notice.ts'
import { PermissionToggles } from './permission-toggles.tsx'
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

type Draft = { name: string; tag?: string; description: string; permissions: Permission[] }

/** The tag follows the name until one is typed. */
const useRoleForm = (role: Role | undefined) => {
  const tagIn = ({ name, tag }: Pick<Draft, 'name' | 'tag'>) => tag ?? tagOf(name)
  const form = useForm<Draft, RoleDraft>({
    initialValues: {
      name: role?.name ?? '',
      tag: role?.tag,
      description: role?.description ?? '',
      permissions: role?.permissions ?? [],
    },
    validate: { name: nameRule, tag: (_, values) => (tagIn(values) === '' ? 'Enter a tag.' : undefined) },
    transformValues: values => ({
      ...namesOf(values),
      tag: tagIn(values),
      permissions: values.permissions,
    }),
  })
  return { form, tag: tagIn(form.values) }
}

const RoleForm = ({ role, onClose }: Props) => {
  const { form, tag } = useRoleForm(role)
  const { save, ...send } = useSaveRole(role)
  const submit = (draft: RoleDraft) =>
    save(draft, () => {
      notice(role ? `Role ${draft.name} saved` : `Role ${draft.name} created`)
      onClose()
    })
  return (
    <Form
      form={form}
      send={send}
      onSubmit={submit}
      submit={role ? 'Save role' : 'Create role'}
      onCancel={onClose}
      sticky
    >
      <TextInput label="Name" required maxLength={120} data-autofocus {...form.getInputProps('name')} />
      <TextInput
        label="Tag"
        description={role ? 'The tag stays as it is.' : 'Letters, digits and hyphens. It cannot be changed later.'}
        required={!role}
        readOnly={role !== undefined}
        maxLength={63}
        classNames={{ input: 'mono' }}
        {...form.getInputProps('tag')}
        value={tag}
      />
      <Textarea label="Description" maxLength={1000} autosize minRows={2} {...form.getInputProps('description')} />
      {role && role.people > 0 && (
        <Text c="dimmed">
          {role.people === 1 ? '1 person holds' : `${role.people} people hold`} this role: changes count from their next
          call on.
        </Text>
      )}
      <PermissionToggles
        value={form.values.permissions}
        onChange={permissions => form.setFieldValue('permissions', permissions)}
      />
    </Form>
  )
}
