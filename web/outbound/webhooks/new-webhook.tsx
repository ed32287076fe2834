import { Text } from '@mantine/core'
import { useIsMutating } from '@tanstack/react-query'
import { useState } from 'react'
import { createWebhook, listWebhooks } from '../../../contract/outbound/webhooks.ts'
import { useSendSecret } from '../../core/api/use-send-secret.ts'
import { Form } from '../../core/layout/form.tsx'
import { FormModal } from '../../core/ui/form-modal.tsx'
import { SecretReveal } from './secret-reveal.tsx'
import { useWebhookForm, WebhookFields } from './webhook-fields.tsx'

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
  const form = useWebhookForm()
  const send = useSendSecret(createWebhook, [listWebhooks])
  return (
    <Form
      form={form}
      send={send}
      onSubmit={({ enabled: _, ...body }) => send.mutate({ input: { body }, show: ({ secret }) => onCreated(secret) })}
      submit="Create webhook"
      onCancel={onCancel}
    >
      <Text>Portico calls this address with JSON, signed so that you can tell it is Portico.</Text>
      <WebhookFields form={form} />
    </Form>
  )
}
