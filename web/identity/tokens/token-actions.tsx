import { Group } from '@mantine/core'
import { useState } from 'react'
import type { PersonalToken } from '../../../contract/identity/tokens.ts'
import { ActionButton } from '../../core/ui/action-button.tsx'
import { useMe } from '../sessions/me.ts'
import { EditTokenDialog } from './edit-token-dialog.tsx'
import { LeakedDialog } from './leaked-dialog.tsx'
import { RevokeTokenDialog } from './revoke-token-dialog.tsx'
import { RotateToken } from './rotate-token.tsx'

type Dialog = 'edit' | 'rotate' | 'leaked' | 'revoke'

/** What may be done to a token on its own page. */
export const TokenActions = ({ token }: { token: PersonalToken }) => {
  const me = useMe()
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
      <RevokeTokenDialog {...shown('revoke')} owner={token.owner.id !== me.id} />
    </Group>
  )
}
