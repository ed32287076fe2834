import { Modal, Text } from '@mantine/core'
import { useIsMutating } from '@tanstack/react-query'
import { useState } from 'react'
import { createApiKey } from '../../contract/keys.ts'
import { CopyText } from '../ui/copy-text.tsx'
import { type CreatedKey, NewKeyForm } from './new-key-form.tsx'
import { SecretGuard } from './secret-guard.tsx'

type Props = { opened: boolean; onClose: () => void }

/** From the form to the secret. The secret lives in this state and nowhere else. */
export const NewKey = ({ opened, onClose }: Props) => {
  const [created, setCreated] = useState<CreatedKey>()
  // Closed while it is under way, it would lose the secret.
  const isSending = useIsMutating({ mutationKey: [createApiKey.id] }) > 0
  const reveal = (key: CreatedKey) => {
    setCreated(key)
    onClose()
  }
  return (
    <>
      <Modal
        opened={opened}
        onClose={isSending ? () => {} : onClose}
        title="Create new key"
        size="lg"
        closeOnClickOutside={false}
      >
        <NewKeyForm onCreated={reveal} onCancel={onClose} />
      </Modal>
      {created && <KeyReveal created={created} onDone={() => setCreated(undefined)} />}
    </>
  )
}

const KeyReveal = ({ created, onDone }: { created: CreatedKey; onDone: () => void }) => (
  <SecretGuard
    opened
    title="Copy your key now"
    noun="key"
    advice="Delete it and create another if it is lost."
    isCopied={false}
    onClose={onDone}
  >
    <Text>It is shown only this once. Keep it in a password manager or your CI's secrets.</Text>
    <CopyText value={created.apiKey} noun="key" label={`Key ${created.name}`} />
    <Text size="sm" c="dimmed">
      Send it with every call in the header <span className="mono">Authorization: Bearer YOUR_KEY</span>
    </Text>
  </SecretGuard>
)
