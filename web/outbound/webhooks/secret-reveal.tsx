import { Text } from '@mantine/core'
import { SecretGuard } from '../../core/layout/secret-guard.tsx'
import { CopyText } from '../../core/ui/copy-text.tsx'

/** The secret with which a receiver checks signatures. */
export const SecretReveal = ({ secret, onDone }: { secret: string; onDone: () => void }) => (
  <SecretGuard
    opened
    title="Copy the webhook’s secret"
    warning="The secret can’t be shown again. If you lose it, edit the webhook to create a new one."
    onClose={onDone}
  >
    {copied => (
      <>
        <Text>
          It is shown only this once. Give it to the receiver, which checks the header Portico-Signature with it.
        </Text>
        <CopyText value={secret} noun="secret" label="Secret of the webhook" onCopied={copied} />
      </>
    )}
  </SecretGuard>
)
