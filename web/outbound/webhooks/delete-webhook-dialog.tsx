import { deleteWebhook, listWebhooks, type Webhook } from '../../../contract/outbound/webhooks.ts'
import { ConfirmCall } from '../../core/layout/confirm-call.tsx'

type Props = { webhook: Webhook | undefined; opened: boolean; onClose: () => void }

export const DeleteWebhookDialog = ({ webhook, ...dialog }: Props) => (
  <ConfirmCall
    {...dialog}
    operation={deleteWebhook}
    input={webhook && { params: { id: webhook.id } }}
    refreshes={[listWebhooks]}
    title="Delete this webhook?"
    confirmLabel="Delete"
    done="Webhook deleted"
  >
    {`${webhook?.url} no longer receives events, and its delivery history is deleted. This cannot be undone.`}
  </ConfirmCall>
)
