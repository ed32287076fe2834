import { Button, Switch } from '@mantine/core'
import { useState } from 'react'
import { listWebhooks, renewWebhookSecret, updateWebhook, type Webhook } from '../../../contract/outbound/webhooks.ts'
import { useSend } from '../../core/api/queries.ts'
import { useSendSecret } from '../../core/api/use-send-secret.ts'
import { Form } from '../../core/layout/form.tsx'
import { FormModal } from '../../core/ui/form-modal.tsx'
import { notice } from '../../core/ui/notice.ts'
import { SecretReveal } from './secret-reveal.tsx'
import { useWebhookForm, WebhookFields } from './webhook-fields.tsx'

type Props = { webhook: Webhook | undefined; opened: boolean; onClose: () => void }

export const EditWebhookDialog = ({ webhook, opened, onClose }: Props) => {
  const [secret, setSecret] = useState<string>()
  const reveal = (made: string) => {
    setSecret(made)
    onClose()
  }
  return (
    <>
      <FormModal opened={opened} onClose={onClose} title="Edit webhook" size="lg">
        {webhook && <EditForm webhook={webhook} onClose={onClose} onRenewed={reveal} />}
      </FormModal>
      {secret !== undefined && <SecretReveal secret={secret} onDone={() => setSecret(undefined)} />}
    </>
  )
}

type FormProps = { webhook: Webhook; onClose: () => void; onRenewed: (secret: string) => void }

const EditForm = ({ webhook, onClose, onRenewed }: FormProps) => {
  const form = useWebhookForm(webhook)
  const send = useSend(updateWebhook, { refreshes: [listWebhooks] })
  const renew = useSendSecret(renewWebhookSecret, [listWebhooks])
  const params = { id: webhook.id }
  const done = () => {
    notice('Webhook saved')
    onClose()
  }
  return (
    <Form
      form={form}
      send={{ error: send.error ?? renew.error, isPending: send.isPending }}
      onSubmit={body => send.mutate({ params, body, version: webhook.version }, { onSuccess: done })}
      submit="Save"
      onCancel={onClose}
      buttons={
        <Button
          variant="default"
          mr="auto"
          loading={renew.isPending}
          onClick={() => renew.mutate({ input: { params }, show: ({ secret }) => onRenewed(secret) })}
        >
          New secret
        </Button>
      }
    >
      <WebhookFields form={form} />
      <Switch
        label="On"
        description="While it is off, it receives nothing."
        {...form.getInputProps('enabled', { type: 'checkbox' })}
      />
    </Form>
  )
}
