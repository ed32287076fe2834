import { Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { AnswerOf, BodyOf } from '../../../contract/core/operation.ts'
import { createToken } from '../../../contract/identity/tokens.ts'
import { call } from '../../core/api/client.ts'
import { refresh } from '../../core/api/queries.ts'
import { Form } from '../../core/layout/form.tsx'
import { TextLink } from '../../core/layout/links.tsx'
import { paths } from '../../core/layout/paths.ts'
import { NameFields, nameRule, namesOf } from '../../core/ui/name-fields.tsx'
import { PolicyHint } from '../policy/policy-hint.tsx'
import { ExpiryFields } from './expiry-fields.tsx'
import type { Prefilled } from './like-token.ts'
import { LimitFields } from './limit-fields.tsx'
import { TOKEN_READS } from './token-reads.ts'
import { TOKEN_FIELDS, TOKEN_WORDS } from './token-words.ts'
import { useExpiry } from './use-expiry.ts'
import { useLimits } from './use-limits.ts'

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
  const { name = '', description = '', days, timeZone } = prefilled
  const [isAsked, setAsked] = useState(false)
  const expiry = useExpiry({ days, timeZone })
  const { policy } = expiry
  const limits = useLimits(prefilled.limits, prefilled.rotatesItself)
  const send = useCreate(onCreated)
  const form = useForm({
    initialValues: { name, description },
    validate: { name: nameRule },
    transformValues: namesOf,
  })
  const create = (names: ReturnType<typeof namesOf>) => {
    if (expiry.fault || limits.fault) return
    const { limits: chosen, ...rest } = limits.chosen
    const readOnly = chosen.readOnly || (policy?.readOnlyRequired ?? false)
    send.mutate({ ...names, ...expiry.chosen, ...rest, limits: { ...chosen, readOnly } })
  }
  return (
    <Form
      form={form}
      send={send}
      onSubmit={create}
      submit="Create token"
      onCancel={onCancel}
      shows={TOKEN_FIELDS}
      onTry={() => setAsked(true)}
    >
      <Text>This token acts as you. It has your permissions, and changes to your roles apply immediately.</Text>
      <NameFields {...TOKEN_WORDS} input={form.getInputProps} />
      <ExpiryFields expiry={expiry} isAsked={isAsked} error={send.error} />
      <PolicyHint policy={policy} />
      <LimitFields limits={limits} isReadOnly={policy?.readOnlyRequired} isAsked={isAsked} error={send.error} />
      <Text size="sm" c="dimmed">
        Need this to keep working after you leave? Use a{' '}
        <TextLink to={paths.apiKeys} target="_blank" underline="always">
          workspace API key
        </TextLink>
        .
      </Text>
    </Form>
  )
}
