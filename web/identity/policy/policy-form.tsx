import { Button, Checkbox, Group, Stack, Switch, TextInput } from '@mantine/core'
import { type SubmitEvent, useState } from 'react'
import type { TokenPolicy } from '../../../contract/identity/policy.ts'
import type { Role } from '../../../contract/identity/roles.ts'
import { SavePolicyDialog } from './save-policy-dialog.tsx'
import { type PolicyState, usePolicy } from './use-policy.ts'

type Props = { before: TokenPolicy; roles: readonly Role[] }

/** Saving leads over the list of tokens that the rules would touch. */
export const PolicyForm = ({ before, roles }: Props) => {
  const policy = usePolicy(before)
  const [isSaving, setSaving] = useState(false)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (!policy.isFaulty) setSaving(true)
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="lg">
        <RoleChoice
          label="No personal tokens for"
          description="People who have another role as well may still create some."
          roles={roles}
          value={policy.rolesOff}
          onChange={policy.setRolesOff}
        />
        <RoleChoice
          label="Read-only tokens alone for"
          roles={roles}
          value={policy.readOnlyRoles}
          onChange={policy.setReadOnlyRoles}
        />
        <Counts policy={policy} />
        <Switch
          label="Every token needs an expiration date"
          checked={policy.expiryRequired}
          onChange={event => policy.setExpiryRequired(event.currentTarget.checked)}
        />
        <Switch
          label="Command lines may sign in by a code typed in the browser"
          checked={policy.deviceSignIn}
          onChange={event => policy.setDeviceSignIn(event.currentTarget.checked)}
        />
        <Group>
          <Button type="submit">Save …</Button>
        </Group>
      </Stack>
      <SavePolicyDialog before={before} edit={policy.edit} opened={isSaving} onClose={() => setSaving(false)} />
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
        <Checkbox key={tag} size="xs" value={tag} label={name} />
      ))}
    </Group>
  </Checkbox.Group>
)

const Counts = ({ policy }: { policy: PolicyState }) => (
  <Group gap="md" align="flex-end">
    <Count label="Days a token may work" value={policy.longestDays} onChange={policy.setLongestDays} />
    <Count label="Ends after days without use" value={policy.idleDays} onChange={policy.setIdleDays} />
    <Count label="Tokens a person may have" value={policy.mostTokens} onChange={policy.setMostTokens} />
  </Group>
)

const Count = ({ label, value, onChange }: { label: string; value: string; onChange: (text: string) => void }) => (
  <TextInput
    label={label}
    placeholder="Any"
    inputMode="numeric"
    w={200}
    value={value}
    error={/^\s*\d{0,5}\s*$/.test(value) ? undefined : 'A whole number, or nothing.'}
    onChange={event => onChange(event.currentTarget.value)}
  />
)
