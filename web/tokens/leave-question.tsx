import { Button, Group, Stack, Text } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { listTokens, type PersonalToken, revokeToken } from '../../contract/tokens.ts'
import { useSend } from '../api/queries.ts'
import { Problem } from '../layout/problem.tsx'
import { notice } from '../ui/notice.ts'

type Props = {
  token: Pick<PersonalToken, 'cid' | 'name'>
  onBack: () => void
  onLeave: () => void
}

/** Stands in the dialog instead of the secret until it is answered. */
export const LeaveQuestion = ({ token, onBack, onLeave }: Props) => {
  const back = useRef<HTMLButtonElement>(null)
  useEffect(() => back.current?.focus(), [])
  const revoke = useSend(revokeToken, { refreshes: [listTokens] })
  const revoked = () => {
    notice(`${token.name} is revoked`)
    onLeave()
  }
  return (
    <Stack gap="md">
      <Text>Nobody can show it again.</Text>
      <Problem error={revoke.error} />
      <Group justify="flex-end" gap="sm">
        <Button ref={back} onClick={onBack}>
          Go back
        </Button>
        <Button
          variant="default"
          loading={revoke.isPending}
          onClick={() => revoke.mutate({ params: { cid: token.cid } }, { onSuccess: revoked })}
        >
          Revoke it
        </Button>
        <Button variant="default" onClick={onLeave}>
          Leave
        </Button>
      </Group>
    </Stack>
  )
}
