import { deleteWebhook, listWebhooks, type Webhook } from '../../../contract/outbound/webhooks.ts'
import { useSend } from '../../core/api/queries.ts'
import { Problem } from '../../core/layout/problem.tsx'
import { ConfirmDialog } from '../../core/ui/confirm-dialog.tsx'
import { notice } from '../../core/ui/notice.ts'

type Props = { webhook: Webhook | undefined; onClose: () => void }

export const DeleteWebhookDialog = ({ webhook, onClose }: Props) => {
  const send = useSend(deleteWebhook, { refreshes: [listWebhooks] })
  const remove = () => {
    if (!webhook) return
    const done = () => {
      notice('Webhook deleted')
      onClose()
    }
    send.mutate({ params: { id: webhook.id } }, { onSuccess: done })
  }
  return (
    <ConfirmDialog
      opened={webhook !== undefined}
      title="Delete this webhook?"
      confirmLabel="Delete"
      onConfirm={remove}
      onClose={onClose}
      pending={send.isPending}
      error={send.error && <Problem error={send.error} />}
    >
      {`${webhook?.url ?? 'It'} is told nothing any more, and what it was sent is forgotten. This cannot be undone.`}
    </ConfirmDialog>
  )
}
