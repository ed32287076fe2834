import { Button, Group, Stack, Switch } from '@mantine/core'
import { type SubmitEvent, useState } from 'react'
import { listWebhooks, renewWebhookSecret, updateWebhook, type Webhook } from '../../../contract/outbound/webhooks.ts'
import { useSend } from '../../core/api/queries.ts'
import { useSendSecret } from '../../core/api/use-send-secret.ts'
import { Problem } from '../../core/layout/problem.tsx'
import { FormModal } from '../../core/ui/form-modal.tsx'
import { notice } from '../../core/ui/notice.ts'
import { SecretReveal } from './secret-reveal.tsx'
import { useWebhookFields, WEBHOOK_FIELDS, WebhookFields } from './webhook-fields.tsx'

type Props = { webhook: Webhook | undefined; onClose: () => void }

export const EditWebhookDialog = ({ webhook, onClose }: Props) => {
  const [secret, setSecret] = useState<string>()
  const reveal = (made: string) => {
    setSecret(made)
    onClose()
  }
  return (
    <>
      <FormModal opened={webhook !== undefined} onClose={onClose} title="Edit webhook" size="lg">
        {webhook && <EditForm webhook={webhook} onClose={onClose} onRenewed={reveal} />}
      </FormModal>
      {secret !== undefined && <SecretReveal secret={secret} onDone={() => setSecret(undefined)} />}
    </>
  )
}

type FormProps = { webhook: Webhook; onClose: () => void; onRenewed: (secret: string) => void }

const EditForm = ({ webhook, onClose, onRenewed }: FormProps) => {
  const fields = useWebhookFields(webhook)
  const [enabled, setEnabled] = useState(webhook.enabled)
  const [isAsked, setAsked] = useState(false)
  const send = useSend(updateWebhook, { refreshes: [listWebhooks] })
  const renew = useSendSecret(renewWebhookSecret, [listWebhooks])
  const params = { id: webhook.id }
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setAsked(true)
    if (!fields.isComplete) return
    const done = () => {
      notice('Webhook saved')
      onClose()
    }
    send.mutate({ params, body: { ...fields.body, enabled }, version: webhook.version }, { onSuccess: done })
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <WebhookFields fields={fields} isAsked={isAsked} error={send.error} />
        <Switch
          label="On"
          description="While it is off it is sent nothing."
          checked={enabled}
          onChange={event => setEnabled(event.currentTarget.checked)}
        />
        <Problem error={send.error ?? renew.error} except={WEBHOOK_FIELDS} />
        <Group justify="space-between" gap="sm">
          <Button
            variant="default"
            loading={renew.isPending}
            onClick={() => renew.mutate({ input: { params }, show: ({ secret }) => onRenewed(secret) })}
          >
            New secret
          </Button>
          <Group gap="sm">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={send.isPending}>
              Save
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  )
}
