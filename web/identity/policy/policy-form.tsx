import { Checkbox, Group, Stack, Switch, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { TokenPolicy } from '../../../contract/identity/policy.ts'
import type { Role } from '../../../contract/identity/roles.ts'
import { ActionButton } from '../../core/ui/action-button.tsx'
import { SavePolicyDialog } from './save-policy-dialog.tsx'
import { usePolicyForm } from './use-policy.ts'

type Props = { before: TokenPolicy; roles: readonly Role[] }

const COUNTS = [
  { field: 'longestDays', label: 'Maximum lifetime (days)' },
  { field: 'idleDays', label: 'Revoke after inactivity (days)' },
  { field: 'mostTokens', label: 'Maximum tokens per person' },
] as const

const UNCHANGED = { allowed: false, reason: 'Nothing has changed.' }

/** Saving leads over the list of tokens that the rules would touch. */
export const PolicyForm = ({ before, roles }: Props) => {
  const form = usePolicyForm(before)
  const [isSaving, setSaving] = useState(false)
  return (
    <form onSubmit={form.onSubmit(() => setSaving(true))} noValidate>
      <Stack gap="lg">
        <RoleChoice
          label="No personal tokens for"
          description="People who have another role as well may still create some."
          roles={roles}
          value={form.values.rolesOff}
          onChange={rolesOff => form.setFieldValue('rolesOff', rolesOff)}
        />
        <RoleChoice
          label="Require read-only tokens for"
          roles={roles}
          value={form.values.readOnlyRoles}
          onChange={readOnlyRoles => form.setFieldValue('readOnlyRoles', readOnlyRoles)}
        />
        <Group gap="md" align="flex-start">
          {COUNTS.map(({ field, label }) => (
            <TextInput
              key={field}
              label={label}
              placeholder="Any"
              inputMode="numeric"
              w={220}
              {...form.getInputProps(field)}
            />
          ))}
        </Group>
        <Switch
          label="Every token needs an expiration date"
          {...form.getInputProps('expiryRequired', { type: 'checkbox' })}
        />
        <Switch
          label="Allow command-line sign-in with a browser code"
          {...form.getInputProps('deviceSignIn', { type: 'checkbox' })}
        />
        <Group>
          <ActionButton type="submit" ability={form.isDirty() ? undefined : UNCHANGED}>
            Save…
          </ActionButton>
        </Group>
      </Stack>
      <SavePolicyDialog
        before={before}
        edit={form.getTransformedValues()}
        opened={isSaving}
        onClose={() => setSaving(false)}
      />
    </form>
  )
}

type RoleChoiceProps = {
  label: string
  description?: string
  roles: readonly Role[]
  value: string[]
  onChange: (tags: string[]) => void
}

const RoleChoice = ({ label, description, roles, value, onChange }: RoleChoiceProps) => (
  <Checkbox.Group label={label} description={description} value={value} onChange={onChange}>
    <Group gap="md" mt={6}>
      {roles.map(({ tag, name }) => (
        <Checkbox key={tag} value={tag} label={name} />
      ))}
    </Group>
  </Checkbox.Group>
)
