import { Text } from '@mantine/core'
import { type ApiKeyDefinition, deleteApiKey, listApiKeys } from '../../../contract/identity/keys.ts'
import { ConfirmCall } from '../../core/layout/confirm-call.tsx'
import { Instant } from '../../core/ui/instant.tsx'

type Props = { apiKey: ApiKeyDefinition | undefined; opened: boolean; onClose: () => void }

/** Asks before a key is deleted, and says whether it is in use. */
export const DeleteKeyDialog = ({ apiKey, ...dialog }: Props) => (
  <ConfirmCall
    {...dialog}
    operation={deleteApiKey}
    input={apiKey && { params: { cid: apiKey.cid } }}
    refreshes={[listApiKeys]}
    title={`Delete ${apiKey?.name}?`}
    confirmLabel="Delete"
    done={`${apiKey?.name} is deleted`}
  >
    <Text>Whatever uses the key is refused from its next call on. This cannot be undone.</Text>
    {apiKey?.lastUsed && (
      <Text>
        It was used last <Instant at={apiKey.lastUsed.at} /> from{' '}
        <span className="mono">{apiKey.lastUsed.address}</span>.
      </Text>
    )}
  </ConfirmCall>
)
