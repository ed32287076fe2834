import { Text } from '@mantine/core'
import { isNotEmpty, useForm } from '@mantine/form'
import { useState } from 'react'
import type { AnswerOf } from '../../../contract/core/operation.ts'
import { createApiKey, listApiKeys } from '../../../contract/identity/keys.ts'
import { useSendSecret } from '../../core/api/use-send-secret.ts'
import { Form } from '../../core/layout/form.tsx'
import { TextLink } from '../../core/layout/links.tsx'
import { paths } from '../../core/layout/paths.ts'
import { NameFields, nameRule, namesOf } from '../../core/ui/name-fields.tsx'
import { RoleCheckboxes } from '../roles/role-checkboxes.tsx'
import { ExpiryFields } from '../tokens/expiry-fields.tsx'
import { useExpiry } from '../tokens/use-expiry.ts'
import { keyRolesOf } from './key-roles.ts'
import { KEY_WORDS } from './key-words.ts'

export type CreatedKey = AnswerOf<typeof createApiKey>

type Props = { onCreated: (created: CreatedKey) => void; onCancel: () => void }

/** What was typed stays until it is answered with a key. */
export const NewKeyForm = ({ onCreated, onCancel }: Props) => {
  const [isAsked, setAsked] = useState(false)
  const expiry = useExpiry({ isPoliced: false })
  const send = useSendSecret(createApiKey, [listApiKeys])
  const form = useForm({
    initialValues: { name: '', description: '', roles: ['BASIC VIEWER'] },
    validate: { name: nameRule, roles: isNotEmpty('Choose at least one role.') },
    transformValues: ({ roles, ...names }) => ({ ...namesOf(names), roles: keyRolesOf(roles) }),
  })
  return (
    <Form
      form={form}
      send={send}
      onSubmit={body =>
        !expiry.fault && send.mutate({ input: { body: { ...body, ...expiry.chosen } }, show: onCreated })
      }
      submit="Create key"
      onCancel={onCancel}
      shows={['expirationDate', 'timeZone']}
      onTry={() => setAsked(true)}
    >
      <Text>This key belongs to the workspace: it keeps working when you leave.</Text>
      <NameFields {...KEY_WORDS} input={form.getInputProps} />
      <RoleCheckboxes
        label="Roles"
        value={form.values.roles}
        onChange={roles => form.setFieldValue('roles', roles)}
        error={form.errors.roles}
      />
      <ExpiryFields expiry={expiry} isAsked={isAsked} error={send.error} />
      <Text size="sm" c="dimmed">
        Should it act as you? Create a{' '}
        <TextLink to={paths.myTokens} underline="always">
          personal token
        </TextLink>
        .
      </Text>
    </Form>
  )
}
