import { Box, Button, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { AnswerOf } from '../../contract/operation.ts'
import { type createToken, listTokens, revokeToken } from '../../contract/tokens.ts'
import { refresh, useSend } from '../api/queries.ts'
import { Problem } from '../layout/problem.tsx'
import { SecretGuard } from '../layout/secret-guard.tsx'
import { CopyText } from '../ui/copy-text.tsx'
import { notice } from '../ui/notice.ts'
import { FirstCall } from './first-call.tsx'
import { cortexLine, curlLine } from './shell-lines.ts'

type Created = AnswerOf<typeof createToken>
type Props = { created: Created; onDone: () => void }

/** The secret, a line to try it with, and the wait for its first call. */
export const RevealToken = ({ created, onDone }: Props) => {
  const client = useQueryClient()
  const done = () => {
    void refresh(client, [listTokens])
    onDone()
  }
  const { origin } = window.location
  return (
    <SecretGuard
      opened
      title="Copy your token now"
      size="lg"
      warning="Nobody can show it again."
      otherWay={leave => <RevokeInstead token={created} onRevoked={leave} />}
      onClose={done}
    >
      <Text data-autofocus tabIndex={-1} style={{ outline: 'none' }}>
        It is shown only this once. Keep it in a password manager or your CI's secrets.
      </Text>
      <CopyText value={created.token} noun="token" label={`Token ${created.name}`} />
      <Text size="sm" c="dimmed">
        Try it in a terminal: run a line, paste the token, press Enter. It stays out of the history and the process
        list.
      </Text>
      <CopyText value={curlLine(origin)} noun="line" label="With curl" />
      <CopyText value={cortexLine(origin)} noun="line" label="With the Cortex CLI" />
      <FirstCall cid={created.cid} />
    </SecretGuard>
  )
}

const RevokeInstead = ({ token, onRevoked }: { token: Created; onRevoked: () => void }) => {
  const revoke = useSend(revokeToken, { refreshes: [listTokens] })
  const revoked = () => {
    notice(`${token.name} is revoked`)
    onRevoked()
  }
  return (
    <>
      {revoke.error && (
        <Box w="100%" style={{ order: -1 }}>
          <Problem error={revoke.error} />
        </Box>
      )}
      <Button
        variant="default"
        loading={revoke.isPending}
        onClick={() => revoke.mutate({ params: { cid: token.cid } }, { onSuccess: revoked })}
      >
        Revoke it
      </Button>
    </>
  )
}
