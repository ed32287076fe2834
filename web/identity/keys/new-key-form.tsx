import { Button, Group, Stack, Text } from '@mantine/core'
import { type SubmitEvent, useState } from 'react'
import type { AnswerOf } from '../../../contract/core/operation.ts'
import { createApiKey, listApiKeys } from '../../../contract/identity/keys.ts'
import { fieldError } from '../../core/api/api-error.ts'
import { useSendSecret } from '../../core/api/use-send-secret.ts'
import { TextLink } from '../../core/layout/links.tsx'
import { paths } from '../../core/layout/paths.ts'
import { Problem } from '../../core/layout/problem.tsx'
import { NameFields } from '../../core/ui/name-fields.tsx'
import { RoleCheckboxes } from '../roles/role-checkboxes.tsx'
import { ExpiryFields } from '../tokens/expiry-fields.tsx'
import { useExpiry } from '../tokens/use-expiry.ts'
import { keyRolesOf } from './key-roles.ts'
import { KEY_WORDS } from './key-words.ts'

export type CreatedKey = AnswerOf<typeof createApiKey>

type Props = { onCreated: (created: CreatedKey) => void; onCancel: () => void }

/** What was typed stays until it is answered with a key. */
export const NewKeyForm = ({ onCreated, onCancel }: Props) => {
  const [name, setName] = useState('')
  const [description, setDescription] = useState('')
  const [roles, setRoles] = useState(['BASIC VIEWER'])
  const [isAsked, setAsked] = useState(false)
  const expiry = useExpiry(undefined)
  const send = useSendSecret(createApiKey, [listApiKeys])
  const rolesFault = isAsked && roles.length === 0 ? 'Choose at least one role.' : fieldError(send.error, 'roles')
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setAsked(true)
    if (name.trim() === '' || roles.length === 0 || expiry.fault) return
    send.mutate({
      input: {
        body: {
          name: name.trim(),
          description: description.trim() || null,
          roles: keyRolesOf(roles),
          ...expiry.chosen,
        },
      },
      show: onCreated,
    })
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <Text>This key belongs to the workspace: it keeps working when you leave.</Text>
        <NameFields
          {...KEY_WORDS}
          name={name}
          onName={setName}
          nameError={isAsked && name.trim() === '' ? 'Enter a name.' : fieldError(send.error, 'name')}
          description={description}
          onDescription={setDescription}
          descriptionError={fieldError(send.error, 'description')}
        />
        <RoleCheckboxes label="Roles" value={roles} onChange={setRoles} error={rolesFault} />
        <ExpiryFields expiry={expiry} isAsked={isAsked} error={send.error} />
        <Problem error={send.error} except={['name', 'description', 'roles', 'expirationDate', 'timeZone']} />
        <Text size="sm" c="dimmed">
          Should it act as you? Create a{' '}
          <TextLink to={paths.myTokens} underline="always">
            personal token
          </TextLink>
          .
        </Text>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onCancel} disabled={send.isPending}>
            Cancel
          </Button>
          <Button type="submit" loading={send.isPending}>
            Create key
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
