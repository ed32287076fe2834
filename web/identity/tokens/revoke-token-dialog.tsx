import { Text } from '@mantine/core'
import { type PersonalToken, revokeToken } from '../../../contract/identity/tokens.ts'
import { ConfirmCall } from '../../core/layout/confirm-call.tsx'
import { TOKEN_READS } from './token-reads.ts'

type Props = {
  token: PersonalToken | undefined
  opened: boolean
  onClose: () => void
  /** Says whose it is, where it is not one's own. */
  owner?: boolean
}

/** Asks, naming the token. */
export const RevokeTokenDialog = ({ token, owner = false, ...dialog }: Props) => (
  <ConfirmCall
    {...dialog}
    operation={revokeToken}
    input={token && { params: { cid: token.cid } }}
    refreshes={TOKEN_READS}
    title={`Revoke ${token?.name}?`}
    confirmLabel="Revoke"
    done={`${token?.name} is revoked`}
  >
    <Text>
      {owner && token && `It is the token of ${token.owner.name} (${token.owner.email}). `}
      It ends in <span className="mono">{token?.last4}</span>. The very next call with it is refused. This cannot be
      undone.
    </Text>
  </ConfirmCall>
)
