import { Fieldset, Stack, Switch, Text, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { PERMISSIONS, type Permission } from '../../../contract/core/permissions.ts'
import type { Ability } from '../../../contract/core/schemas.ts'
import { byTopic } from '../access/permission-topics.ts'
import { useMe } from '../sessions/me.ts'

type Props = { value: readonly Permission[]; onChange: (value: Permission[]) => void }

/** A toggle for every permission, by topic; what the reader lacks they cannot give. */
export const PermissionToggles = ({ value, onChange }: Props) => {
  const me = useMe()
  const [text, setText] = useState('')
  const abilities = new Map<string, Ability>(Object.entries(me.abilities))
  const topics = byTopic({ text })
  const toggle = (permission: Permission, isOn: boolean) =>
    onChange(isOn ? [...value, permission] : value.filter(other => other !== permission))
  return (
    <Stack gap="sm">
      <TextInput
        type="search"
        label="Find a permission"
        leftSection={<IconSearch size={14} aria-hidden />}
        value={text}
        onChange={event => setText(event.currentTarget.value)}
        onKeyDown={event => event.key === 'Enter' && event.preventDefault()}
      />
      <Text size="sm" c="dimmed" role="status">
        {topics.length === 0 ? 'No permission has this in its name.' : `${value.length} on`}
      </Text>
      {topics.map(({ topic, permissions }) => (
        <Fieldset key={topic} legend={topic}>
          <Stack gap="xs">
            {permissions.map(permission => {
              const ability = abilities.get(permission)
              return (
                <Switch
                  key={permission}
                  label={PERMISSIONS[permission].name}
                  description={ability?.allowed ? undefined : (ability?.reason ?? 'You do not have this yourself.')}
                  disabled={!ability?.allowed}
                  checked={value.includes(permission)}
                  onChange={event => toggle(permission, event.currentTarget.checked)}
                />
              )
            })}
          </Stack>
        </Fieldset>
      ))}
    </Stack>
  )
}
