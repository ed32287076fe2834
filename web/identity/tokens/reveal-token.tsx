import { Box, Button, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { AnswerOf } from '../../../contract/core/operation.ts'
import { undoRotation } from '../../../contract/identity/rotation.ts'
import { type createToken, revokeToken } from '../../../contract/identity/tokens.ts'
import { refresh, useSend } from '../../core/api/queries.ts'
import { Problem } from '../../core/layout/problem.tsx'
import { SecretGuard } from '../../core/layout/secret-guard.tsx'
import { CopyText } from '../../core/ui/copy-text.tsx'
import { notice } from '../../core/ui/notice.ts'
import { FirstCall } from './first-call.tsx'
import { SnippetTabs } from './snippet-tabs.tsx'
import { TOKEN_READS } from './token-reads.ts'

type Created = AnswerOf<typeof createToken>
type Props = {
  created: Created
  /** A second secret of a token: it can be undone instead of revoked. */
  isRotated?: boolean
  onDone: () => void
}

/** The secret, how each client is given it, and the wait for its first request. */
export const RevealToken = ({ created, isRotated = false, onDone }: Props) => {
  const client = useQueryClient()
  const done = () => {
    void refresh(client, TOKEN_READS)
    onDone()
  }
  return (
    <SecretGuard
      opened
      title={isRotated ? 'Copy the new secret' : 'Copy your token'}
      size="xl"
      warning="The token can’t be shown again."
      otherWay={leave =>
        isRotated ? (
          <UndoInstead token={created} onUndone={leave} />
        ) : (
          <RevokeInstead token={created} onRevoked={leave} />
        )
      }
      onClose={done}
    >
      {copied => (
        <>
          <Text data-autofocus tabIndex={-1} style={{ outline: 'none' }}>
            This is the only time the token is shown. Store it in a password manager or in your CI secrets.
          </Text>
          <CopyText
            value={created.token}
            noun="token"
            label={`Token ${created.name}`}
            isOneLine
            isMain
            onCopied={copied}
          />
          <SnippetTabs />
          <FirstCall created={created} onAccepted={copied} />
        </>
      )}
    </SecretGuard>
  )
}

const RevokeInstead = ({ token, onRevoked }: { token: Created; onRevoked: () => void }) => {
  const revoke = useSend(revokeToken, { refreshes: TOKEN_READS })
  const revoked = () => {
    notice(`${token.name} is revoked`)
    onRevoked()
  }
  return (
    <InsteadOfCopying
      label="Revoke token"
      error={revoke.error}
      isPending={revoke.isPending}
      onClick={() => revoke.mutate({ params: { cid: token.cid } }, { onSuccess: revoked })}
    />
  )
}

const UndoInstead = ({ token, onUndone }: { token: Created; onUndone: () => void }) => {
  const undo = useSend(undoRotation, { refreshes: TOKEN_READS })
  const undone = () => {
    notice('The old secret is the only one again')
    onUndone()
  }
  return (
    <InsteadOfCopying
      label="Undo the rotation"
      error={undo.error}
      isPending={undo.isPending}
      onClick={() => undo.mutate({ params: { cid: token.cid } }, { onSuccess: undone })}
    />
  )
}

type InsteadProps = { label: string; error: unknown; isPending: boolean; onClick: () => void }

const InsteadOfCopying = ({ label, error, isPending, onClick }: InsteadProps) => (
  <>
    {error !== null && (
      <Box w="100%" style={{ order: -1 }}>
        <Problem error={error} />
      </Box>
    )}
    <Button variant="default" loading={isPending} onClick={onClick}>
      {label}
    </Button>
  </>
)
