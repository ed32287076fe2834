import { Text } from '@mantine/core'
import {
  type DataWebhook,
  listDataWebhooks,
  revokeDataWebhook,
  takeOverDataWebhook,
  updateDataWebhook,
} from '../../../contract/catalog/data-webhooks.ts'
import { ConfirmCall } from '../../core/layout/confirm-call.tsx'
import { Instant } from '../../core/ui/instant.tsx'

type Props = { webhook: DataWebhook | undefined; opened: boolean; onClose: () => void }

const refreshes = [listDataWebhooks]
const at = ({ cid, version }: DataWebhook) => ({ params: { cid }, version })

export const RevokeDialog = ({ webhook, isLeaked = false, ...dialog }: Props & { isLeaked?: boolean }) => (
  <ConfirmCall
    {...dialog}
    operation={revokeDataWebhook}
    input={webhook && { ...at(webhook), query: { leaked: isLeaked } }}
    refreshes={refreshes}
    title={isLeaked ? `Report ${webhook?.name} as leaked?` : `Revoke ${webhook?.name}?`}
    confirmLabel={isLeaked ? 'Revoke as leaked' : 'Revoke'}
    done={`${webhook?.name} is revoked`}
  >
    <Text>
      Its URL stops working at once, and can't be restored.{' '}
      {isLeaked && 'The audit log records that it leaked, and has all that it set.'}
    </Text>
    {webhook?.lastUsed && (
      <Text>
        It was last used <Instant at={webhook.lastUsed.at} /> from{' '}
        <span className="mono">{webhook.lastUsed.address}</span>.
      </Text>
    )}
  </ConfirmCall>
)

export const PauseDialog = ({ webhook, ...dialog }: Props) => {
  const isPaused = webhook?.state === 'PAUSED'
  return (
    <ConfirmCall
      {...dialog}
      danger={false}
      operation={updateDataWebhook}
      input={webhook && { ...at(webhook), body: { paused: !isPaused } }}
      refreshes={refreshes}
      title={`${isPaused ? 'Resume' : 'Pause'} ${webhook?.name}?`}
      confirmLabel={isPaused ? 'Resume' : 'Pause'}
      done={`${webhook?.name} is ${isPaused ? 'active' : 'paused'}`}
    >
      {isPaused ? 'Its URL works again.' : 'Until you resume it, calls of its URL are refused with 404.'}
    </ConfirmCall>
  )
}

export const TakeOverDialog = ({ webhook, ...dialog }: Props) => (
  <ConfirmCall
    {...dialog}
    danger={false}
    operation={takeOverDataWebhook}
    input={webhook && at(webhook)}
    refreshes={refreshes}
    title={`Take over ${webhook?.name}?`}
    confirmLabel="Take over"
    done={`You own ${webhook?.name}`}
  >
    You become its owner. It works as long as you can edit entities, and its URL stays the same.
  </ConfirmCall>
)
