import { Group } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { PersonalToken } from '../../../contract/identity/tokens.ts'
import { paths } from '../../core/layout/paths.ts'
import { ActionButton } from '../../core/ui/action-button.tsx'
import { useMyPolicy } from '../policy/my-policy.ts'
import { useMe } from '../sessions/me.ts'
import { EditTokenDialog } from './edit-token-dialog.tsx'
import { browserZone } from './expiry-choice.ts'
import { LeakedDialog } from './leaked-dialog.tsx'
import { RevokeTokenDialog } from './revoke-token-dialog.tsx'
import { RotateToken } from './rotate-token.tsx'
import { isOver } from './token-states.ts'

type Dialog = 'edit' | 'rotate' | 'leaked' | 'revoke'

type Props = { token: PersonalToken }

/** What may be done to a token on its own page. */
export const TokenActions = ({ token }: Props) => {
  const me = useMe()
  const isMine = token.owner.id === me.id
  if (!isOver(token)) return <ActiveActions token={token} isMine={isMine} />
  return isMine && <CreateLike token={token} />
}

const CreateLike = ({ token: { cid } }: Props) => {
  const policy = useMyPolicy(browserZone())
  const navigate = useNavigate()
  return (
    <ActionButton
      ability={policy?.allowed}
      onClick={() => void navigate({ to: paths.myTokens, search: { like: cid } })}
    >
      Create one like it
    </ActionButton>
  )
}

const ActiveActions = ({ token, isMine }: Props & { isMine: boolean }) => {
  const [dialog, setDialog] = useState<Dialog>()
  const close = () => setDialog(undefined)
  const { abilities } = token
  const shown = (one: Dialog) => ({ token, opened: dialog === one, onClose: close })
  return (
    <Group gap="xs">
      <ActionButton variant="default" ability={abilities?.edit} onClick={() => setDialog('edit')}>
        Edit
      </ActionButton>
      <ActionButton variant="default" ability={abilities?.revoke} onClick={() => setDialog('revoke')}>
        Revoke
      </ActionButton>
      <ActionButton variant="default" ability={abilities?.revoke} onClick={() => setDialog('leaked')}>
        It leaked
      </ActionButton>
      <ActionButton ability={abilities?.rotate} onClick={() => setDialog('rotate')}>
        Rotate
      </ActionButton>
      <EditTokenDialog {...shown('edit')} />
      <RotateToken {...shown('rotate')} />
      <LeakedDialog {...shown('leaked')} />
      <RevokeTokenDialog {...shown('revoke')} owner={!isMine} />
    </Group>
  )
}
