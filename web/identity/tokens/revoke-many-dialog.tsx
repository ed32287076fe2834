import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useEffect, useState } from 'react'
import type { BodyOf } from '../../../contract/core/operation.ts'
import { listAllTokens, revokeTokens } from '../../../contract/identity/token-lists.ts'
import { ApiError, fieldError } from '../../core/api/api-error.ts'
import { ask, useSend } from '../../core/api/queries.ts'
import { ConfirmCall } from '../../core/layout/confirm-call.tsx'
import { Problem } from '../../core/layout/problem.tsx'
import { shortText } from '../../core/ui/instant-text.ts'
import { TOKEN_READS } from './token-reads.ts'

type Props = { opened: boolean; onClose: () => void }
type Which = Pick<BodyOf<typeof revokeTokens>, 'ownerId' | 'madeBefore'>
type Counted = { which: Which; tokens: number; keys: number; words: string }

/** Whose tokens, or those made before when; the server counts before anything ends. */
export const RevokeManyDialog = ({ opened, onClose }: Props) => {
  const [counted, setCounted] = useState<Counted>()
  useEffect(() => {
    if (!opened) setCounted(undefined)
  }, [opened])
  if (counted) return <ConfirmMany counted={counted} opened={opened} onClose={onClose} />
  return (
    <Modal opened={opened} onClose={onClose} title="Revoke many tokens">
      <WhichForm onCounted={setCounted} onCancel={onClose} />
    </Modal>
  )
}

const noSuchOwner = (email: string) =>
  new ApiError({
    status: 404,
    message: 'Not Found',
    details: `Nobody with the email ${email} has a token.`,
    field: 'owner',
  })

const WhichForm = ({ onCounted, onCancel }: { onCounted: (counted: Counted) => void; onCancel: () => void }) => {
  const client = useQueryClient()
  const [email, setEmail] = useState('')
  const [before, setBefore] = useState('')
  const [fault, setFault] = useState<unknown>(null)
  const send = useSend(revokeTokens)
  const ownerOf = async (owner: string) => {
    const { tokens } = await client.fetchQuery(ask(listAllTokens, { query: { owner, state: 'all', pageSize: 1 } }))
    if (!tokens[0]) throw noSuchOwner(owner)
    return tokens[0].owner.id
  }
  const count = async () => {
    const which: Which = {
      ...(email.trim() ? { ownerId: await ownerOf(email.trim()) } : {}),
      ...(before ? { madeBefore: new Date(before).toISOString() } : {}),
    }
    const { tokens, keys } = await send.mutateAsync({ body: { ...which, dryRun: true } })
    onCounted({ which, tokens, keys, words: wordsOf(email.trim(), before) })
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setFault(null)
    count().catch(setFault)
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <TextInput
          label="All tokens of"
          placeholder="ada@example.com"
          type="email"
          data-autofocus
          value={email}
          error={fieldError(fault, 'owner')}
          onChange={event => setEmail(event.currentTarget.value)}
        />
        <TextInput
          label="Made before"
          type="datetime-local"
          max="9999-12-31T23:59"
          value={before}
          onChange={event => setBefore(event.currentTarget.value)}
        />
        <Text size="sm" c="dimmed">
          With both, the tokens of that person made before then. Nothing ends yet: they are counted first.
        </Text>
        <Problem error={fault} except={['owner']} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" disabled={email.trim() === '' && before === ''} loading={send.isPending}>
            Count them
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

const wordsOf = (email: string, before: string) =>
  [email && `of ${email}`, before && `made before ${shortText(Date.parse(before))}`].filter(Boolean).join(', ')

const ConfirmMany = ({ counted: { which, tokens, keys, words }, ...dialog }: Props & { counted: Counted }) => (
  <ConfirmCall
    {...dialog}
    operation={revokeTokens}
    input={tokens === 0 ? undefined : { body: { ...which, expectedCount: tokens } }}
    refreshes={TOKEN_READS}
    title={`Revoke ${tokens} tokens?`}
    confirmLabel={tokens === 0 ? 'Close' : 'Revoke'}
    danger={tokens > 0}
    typed={tokens === 0 ? undefined : String(tokens)}
    done={ended => `${ended.tokens} tokens revoked`}
  >
    <Text>
      {tokens === 0 ? 'No active tokens' : `${tokens} active ${tokens === 1 ? 'token' : 'tokens'}`} {words}.
      {keys > 0 && ` ${keys} API keys that they made end with them.`}
      {tokens > 0 && ' The very next call with any of them is refused. This cannot be undone.'}
    </Text>
  </ConfirmCall>
)
