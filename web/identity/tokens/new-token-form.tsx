import { Button, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import type { AnswerOf, BodyOf } from '../../../contract/core/operation.ts'
import { createToken } from '../../../contract/identity/tokens.ts'
import { fieldError } from '../../core/api/api-error.ts'
import { call } from '../../core/api/client.ts'
import { refresh } from '../../core/api/queries.ts'
import { TextLink } from '../../core/layout/links.tsx'
import { paths } from '../../core/layout/paths.ts'
import { Problem } from '../../core/layout/problem.tsx'
import { NameFields } from '../../core/ui/name-fields.tsx'
import { useMyPolicy } from '../policy/my-policy.ts'
import { PolicyHint } from '../policy/policy-hint.tsx'
import { ExpiryFields } from './expiry-fields.tsx'
import { LimitFields } from './limit-fields.tsx'
import { TOKEN_READS } from './token-reads.ts'
import { TOKEN_FIELDS, TOKEN_WORDS } from './token-words.ts'
import { useExpiry } from './use-expiry.ts'
import { useLimits } from './use-limits.ts'

export type Prefilled = { name?: string; description?: string; days?: number }

type Created = AnswerOf<typeof createToken>
type Props = { prefilled: Prefilled; onCreated: (created: Created) => void; onCancel: () => void }

/** Hands the answer over instead of returning it: the secret must not stay in the memory of queries and mutations. */
const useCreate = (onCreated: (created: Created) => void) => {
  const client = useQueryClient()
  return useMutation({
    mutationKey: [createToken.id],
    mutationFn: async (body: BodyOf<typeof createToken>) => onCreated(await call(createToken, { body })),
    onSuccess: () => refresh(client, TOKEN_READS),
  })
}

/** What was typed stays until it is answered with a token. */
export const NewTokenForm = ({ prefilled, onCreated, onCancel }: Props) => {
  const [name, setName] = useState(prefilled.name ?? '')
  const [description, setDescription] = useState(prefilled.description ?? '')
  const [isAsked, setAsked] = useState(false)
  const expiry = useExpiry(prefilled.days)
  const policy = useMyPolicy(expiry.timeZone)
  const limits = useLimits()
  const mustBeReadOnly = policy?.readOnlyRequired ?? false
  const send = useCreate(onCreated)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setAsked(true)
    const chosen = mustBeReadOnly
      ? { ...limits.chosen, limits: { ...limits.chosen.limits, readOnly: true } }
      : limits.chosen
    if (name.trim() === '' || expiry.fault || limits.fault) return
    send.mutate({ name: name.trim(), description: description.trim() || null, ...expiry.chosen, ...chosen })
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <Text>This token acts as you: it can do what you can do, and follows changes to your role at once.</Text>
        <NameFields
          {...TOKEN_WORDS}
          name={name}
          onName={setName}
          nameError={isAsked && name.trim() === '' ? 'Enter a name.' : fieldError(send.error, 'name')}
          description={description}
          onDescription={setDescription}
          descriptionError={fieldError(send.error, 'description')}
        />
        <ExpiryFields expiry={expiry} isAsked={isAsked} error={send.error} />
        <PolicyHint policy={policy} />
        <LimitFields limits={limits} isAsked={isAsked} error={send.error} />
        <Problem error={send.error} except={TOKEN_FIELDS} />
        <Text size="sm" c="dimmed">
          Must it keep working after you leave? Use a{' '}
          <TextLink to={paths.apiKeys} target="_blank" underline="always">
            workspace API key
          </TextLink>
          .
        </Text>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onCancel} disabled={send.isPending}>
            Cancel
          </Button>
          <Button type="submit" loading={send.isPending}>
            Create token
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
