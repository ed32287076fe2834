import { Text } from '@mantine/core'
import { useIsMutating } from '@tanstack/react-query'
import { useState } from 'react'
import { createApiKey } from '../../../contract/identity/keys.ts'
import { SecretGuard } from '../../core/layout/secret-guard.tsx'
import { CopyText } from '../../core/ui/copy-text.tsx'
import { FormModal } from '../../core/ui/form-modal.tsx'
import { type CreatedKey, NewKeyForm } from './new-key-form.tsx'

type Props = { opened: boolean; onClose: () => void }

/** From the form to the secret. The secret lives in this state and nowhere else. */
export const NewKey = ({ opened, onClose }: Props) => {
  const [created, setCreated] = useState<CreatedKey>()
  const isSending = useIsMutating({ mutationKey: [createApiKey.id] }) > 0
  const reveal = (key: CreatedKey) => {
    setCreated(key)
    onClose()
  }
  return (
    <>
      <FormModal opened={opened} onClose={onClose} isSending={isSending} title="Create new key" size="lg">
        <NewKeyForm onCreated={reveal} onCancel={onClose} />
      </FormModal>
      {created && <KeyReveal created={created} onDone={() => setCreated(undefined)} />}
    </>
  )
}

const KeyReveal = ({ created, onDone }: { created: CreatedKey; onDone: () => void }) => (
  <SecretGuard
    opened
    title="Copy your key"
    warning="The key can’t be shown again. If you lose it, delete it and create another."
    onClose={onDone}
  >
    {copied => (
      <>
        <Text>It is shown only this once. Keep it in a password manager or your CI's secrets.</Text>
        <CopyText value={created.apiKey} noun="key" label={`Key ${created.name}`} onCopied={copied} />
        <Text size="sm" c="dimmed">
          Send it with every call in the header <span className="mono">Authorization: Bearer YOUR_KEY</span>
        </Text>
      </>
    )}
  </SecretGuard>
)
