import { Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import { type PersonalToken, revokeToken } from '../../../contract/identity/tokens.ts'
import { useSend } from '../../core/api/queries.ts'
import { Problem } from '../../core/layout/problem.tsx'
import { ConfirmDialog } from '../../core/ui/confirm-dialog.tsx'
import { notice } from '../../core/ui/notice.ts'
import { TOKEN_READS } from './token-reads.ts'

type Props = {
  /** The token to revoke; without one the dialog is closed. */
  token: PersonalToken | undefined
  onClose: () => void
  /** Says whose it is, where it is not one's own. */
  owner?: boolean
}

/** Asks, naming the token. The name stays while the dialog fades away. */
export const RevokeTokenDialog = ({ token, onClose, owner = false }: Props) => {
  const [shown, setShown] = useState(token)
  const send = useSend(revokeToken, { refreshes: TOKEN_READS })
  const { reset } = send
  useEffect(() => {
    if (!token) return
    setShown(token)
    reset()
  }, [token, reset])
  const revoke = () => {
    if (!token) return
    const done = () => {
      notice(`${token.name} is revoked`)
      onClose()
    }
    send.mutate({ params: { cid: token.cid } }, { onSuccess: done })
  }
  return (
    <ConfirmDialog
      opened={token !== undefined}
      title={`Revoke ${shown?.name ?? 'this token'}?`}
      confirmLabel="Revoke"
      onConfirm={revoke}
      onClose={onClose}
      pending={send.isPending}
      error={send.isError && <Problem error={send.error} />}
    >
      <Text>
        {owner && shown && `It is the token of ${shown.owner.name} (${shown.owner.email}). `}
        It ends in <span className="mono">{shown?.last4}</span>. The very next call with it is refused. This cannot be
        undone.
      </Text>
    </ConfirmDialog>
  )
}
