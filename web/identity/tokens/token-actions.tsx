import { Group } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { PersonalToken } from '../../../contract/identity/tokens.ts'
import { paths } from '../../core/layout/paths.ts'
import { ActionButton } from '../../core/ui/action-button.tsx'
import { chosenZone } from '../../core/ui/preferences.ts'
import { useMyPolicy } from '../policy/my-policy.ts'
import { useMe } from '../sessions/me.ts'
import { EditTokenDialog } from './edit-token-dialog.tsx'
import { LeakedDialog } from './leaked-dialog.tsx'
import { RevokeTokenDialog } from './revoke-token-dialog.tsx'
import { RotateToken } from './rotate-token.tsx'
import { isOver } from './token-states.ts'

type Dialog = 'edit' | 'rotate' | 'leaked' | 'revoke'

type Props = { token: PersonalToken }

/** What may be done to a token on its own page. Its dialogs stay when it ends: one of them then says what was done with it. */
export const TokenActions = ({ token }: Props) => {
  const me = useMe()
  const [dialog, setDialog] = useState<Dialog>()
  const isMine = token.owner.id === me.id
  const close = () => setDialog(undefined)
  const shown = (one: Dialog) => ({ token, opened: dialog === one, onClose: close })
  return (
    <>
      {isOver(token) ? isMine && <CreateLike token={token} /> : <ActiveActions token={token} onChoose={setDialog} />}
      <EditTokenDialog {...shown('edit')} />
      <RotateToken {...shown('rotate')} />
      <LeakedDialog {...shown('leaked')} />
      <RevokeTokenDialog {...shown('revoke')} owner={!isMine} />
    </>
  )
}

const CreateLike = ({ token: { cid } }: Props) => {
  const policy = useMyPolicy(chosenZone())
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

type ActiveProps = Props & { onChoose: (dialog: Dialog) => void }

const ActiveActions = ({ token: { abilities }, onChoose }: ActiveProps) => (
  <Group gap="xs">
    <ActionButton variant="default" ability={abilities?.edit} onClick={() => onChoose('edit')}>
      Edit
    </ActionButton>
    <ActionButton variant="outline" color="danger" ability={abilities?.revoke} onClick={() => onChoose('revoke')}>
      Revoke
    </ActionButton>
    <ActionButton variant="outline" color="danger" ability={abilities?.revoke} onClick={() => onChoose('leaked')}>
      Report as leaked
    </ActionButton>
    <ActionButton ability={abilities?.rotate} onClick={() => onChoose('rotate')}>
      Rotate
    </ActionButton>
  </Group>
)
