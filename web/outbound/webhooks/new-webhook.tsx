import { Button, Group, Stack, Text } from '@mantine/core'
import { useIsMutating } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { createWebhook, listWebhooks } from '../../../contract/outbound/webhooks.ts'
import { useSendSecret } from '../../core/api/use-send-secret.ts'
import { Problem } from '../../core/layout/problem.tsx'
import { FormModal } from '../../core/ui/form-modal.tsx'
import { SecretReveal } from './secret-reveal.tsx'
import { useWebhookFields, WEBHOOK_FIELDS, WebhookFields } from './webhook-fields.tsx'

type Props = { opened: boolean; onClose: () => void }

/** From the form to the secret. The secret lives in this state and nowhere else. */
export const NewWebhook = ({ opened, onClose }: Props) => {
  const [secret, setSecret] = useState<string>()
  const isSending = useIsMutating({ mutationKey: [createWebhook.id] }) > 0
  const reveal = (made: string) => {
    setSecret(made)
    onClose()
  }
  return (
    <>
      <FormModal opened={opened} onClose={onClose} isSending={isSending} title="Create webhook" size="lg">
        <NewWebhookForm onCreated={reveal} onCancel={onClose} />
      </FormModal>
      {secret !== undefined && <SecretReveal secret={secret} onDone={() => setSecret(undefined)} />}
    </>
  )
}

const NewWebhookForm = ({ onCreated, onCancel }: { onCreated: (secret: string) => void; onCancel: () => void }) => {
  const fields = useWebhookFields()
  const [isAsked, setAsked] = useState(false)
  const send = useSendSecret(createWebhook, [listWebhooks])
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setAsked(true)
    if (fields.isComplete) send.mutate({ input: { body: fields.body }, show: ({ secret }) => onCreated(secret) })
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <Text>Portico calls this address with JSON, signed so that you can tell it is Portico.</Text>
        <WebhookFields fields={fields} isAsked={isAsked} error={send.error} />
        <Problem error={send.error} except={WEBHOOK_FIELDS} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onCancel} disabled={send.isPending}>
            Cancel
          </Button>
          <Button type="submit" loading={send.isPending}>
            Create webhook
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
