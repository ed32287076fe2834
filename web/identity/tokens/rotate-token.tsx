import { Button, Group, NativeSelect, Stack, Text } from '@mantine/core'
import { useIsMutating, useMutation, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import type { AnswerOf, BodyOf } from '../../../contract/core/operation.ts'
import { rotateToken } from '../../../contract/identity/rotation.ts'
import type { PersonalToken } from '../../../contract/identity/tokens.ts'
import { call } from '../../core/api/client.ts'
import { refresh } from '../../core/api/queries.ts'
import { Problem } from '../../core/layout/problem.tsx'
import { FormModal } from '../../core/ui/form-modal.tsx'
import { RevealToken } from './reveal-token.tsx'
import { TOKEN_READS } from './token-reads.ts'

type Rotated = AnswerOf<typeof rotateToken>
type Props = { token: PersonalToken | undefined; opened: boolean; onClose: () => void }

const OVERLAPS = [
  { value: '0', label: 'Ends at once' },
  { value: '1', label: 'Works for another hour' },
  { value: '24', label: 'Works for another day' },
  { value: '168', label: 'Works for another 7 days' },
  { value: '720', label: 'Works for another 30 days' },
]

const GRACES = [
  { value: '0', label: 'at once when the new one is used' },
  { value: '60', label: 'an hour after the first use of the new one' },
  { value: '1440', label: 'a day after the first use of the new one' },
  { value: '', label: 'not before that' },
]

/** From the choice to the new secret, in one dialog. The secret lives in this state and nowhere else. */
export const RotateToken = ({ token, opened, onClose }: Props) => {
  const [rotated, setRotated] = useState<Rotated>()
  const isSending = useIsMutating({ mutationKey: [rotateToken.id] }) > 0
  if (rotated) return <RevealToken created={rotated} isRotated onDone={() => setRotated(undefined)} />
  const reveal = (answer: Rotated) => {
    setRotated(answer)
    onClose()
  }
  return (
    <FormModal opened={opened} onClose={onClose} isSending={isSending} title={`Rotate ${token?.name}`}>
      {token && <RotateForm token={token} onRotated={reveal} onCancel={onClose} />}
    </FormModal>
  )
}

const useRotate = (token: PersonalToken, onRotated: (rotated: Rotated) => void) => {
  const client = useQueryClient()
  return useMutation({
    mutationKey: [rotateToken.id],
    mutationFn: async (body: BodyOf<typeof rotateToken>) =>
      onRotated(await call(rotateToken, { params: { cid: token.cid }, body, version: token.version })),
    onSettled: () => refresh(client, TOKEN_READS),
  })
}

type FormProps = { token: PersonalToken; onRotated: (rotated: Rotated) => void; onCancel: () => void }

const RotateForm = ({ token, onRotated, onCancel }: FormProps) => {
  const [overlap, setOverlap] = useState('24')
  const [grace, setGrace] = useState('60')
  const send = useRotate(token, onRotated)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    send.mutate({ overlapHours: Number(overlap), minutesAfterFirstUse: grace === '' ? null : Number(grace) })
  }
  const isRepeat = token.rotation !== null && token.rotation.firstUsed === null
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Text>
          {isRepeat
            ? `The new secret, which ends in ${token.last4}, was not used yet. Another one takes its place; the one before works on.`
            : 'You get a second secret for this token. Name, limits and expiry stay as they are. Replace the old secret wherever it is used; you can undo this until the new one is used.'}
        </Text>
        <NativeSelect
          label="The old secret"
          data={OVERLAPS}
          value={overlap}
          onChange={event => setOverlap(event.currentTarget.value)}
          data-autofocus
        />
        {overlap !== '0' && (
          <NativeSelect
            label="It ends earlier,"
            data={GRACES}
            value={grace}
            onChange={event => setGrace(event.currentTarget.value)}
          />
        )}
        <Problem error={send.error} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onCancel} disabled={send.isPending}>
            Cancel
          </Button>
          <Button type="submit" loading={send.isPending}>
            Rotate
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
