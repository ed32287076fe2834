import { Text } from '@mantine/core'
import { type ApiKeyDefinition, deleteApiKey, listApiKeys } from '../../../contract/identity/keys.ts'
import { useSend } from '../../core/api/queries.ts'
import { Problem } from '../../core/layout/problem.tsx'
import { ConfirmDialog } from '../../core/ui/confirm-dialog.tsx'
import { Instant } from '../../core/ui/instant.tsx'
import { notice } from '../../core/ui/notice.ts'

type Props = { apiKey: ApiKeyDefinition | undefined; opened: boolean; onClose: () => void }

/** Asks before a key is deleted, and says whether it is in use. */
export const DeleteKeyDialog = ({ apiKey, opened, onClose }: Props) => {
  const send = useSend(deleteApiKey, { refreshes: [listApiKeys] })
  const close = () => {
    send.reset()
    onClose()
  }
  const confirm = () => {
    if (!apiKey) return
    const done = () => {
      notice(`${apiKey.name} is deleted`)
      close()
    }
    send.mutate({ params: { cid: apiKey.cid } }, { onSuccess: done })
  }
  return (
    <ConfirmDialog
      opened={opened}
      title={`Delete ${apiKey?.name}?`}
      confirmLabel="Delete"
      onConfirm={confirm}
      onClose={close}
      pending={send.isPending}
      error={send.error && <Problem error={send.error} />}
    >
      <Text>Whatever uses the key is refused from its next call on. This cannot be undone.</Text>
      {apiKey?.lastUsed && (
        <Text>
          It was used last <Instant at={apiKey.lastUsed.at} /> from{' '}
          <span className="mono">{apiKey.lastUsed.address}</span>.
        </Text>
      )}
    </ConfirmDialog>
  )
}
