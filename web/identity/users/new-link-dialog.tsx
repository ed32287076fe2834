import { createResetLink, listUsers, renewInvitation, type User } from '../../../contract/identity/users.ts'
import { useSendSecret } from '../../core/api/use-send-secret.ts'
import { Problem } from '../../core/layout/problem.tsx'
import { ConfirmDialog } from '../../core/ui/confirm-dialog.tsx'
import { useDialog } from '../../core/ui/use-dialog.ts'
import { LinkReveal, type ShownLink } from './link-reveal.tsx'

type Props = { user: User; kind: ShownLink['kind']; opened: boolean; onClose: () => void }

/** Asks before an older link is voided, then shows the new one. */
export const NewLinkDialog = ({ user, kind, opened, onClose }: Props) => {
  const invite = useSendSecret(renewInvitation, [listUsers])
  const reset = useSendSecret(createResetLink, [listUsers])
  const reveal = useDialog<ShownLink>()
  const send = kind === 'reset' ? reset : invite
  const close = () => {
    send.reset()
    onClose()
  }
  const confirm = () =>
    send.mutate({
      input: { params: { id: user.id } },
      show: link => {
        reveal.open({ kind, user, link })
        onClose()
      },
    })
  return (
    <>
      <ConfirmDialog
        opened={opened}
        title={
          kind === 'reset' ? `Make a reset link for ${user.name}?` : `Make a new invitation link for ${user.name}?`
        }
        confirmLabel={kind === 'reset' ? 'Make reset link' : 'Make invitation link'}
        danger={false}
        onConfirm={confirm}
        onClose={close}
        pending={send.isPending}
        error={send.error && <Problem error={send.error} />}
      >
        {kind === 'reset'
          ? 'It works once, for 24 hours, and lets the person who has it set a new password. Any earlier reset link stops working.'
          : 'It works once, for 24 hours. Any earlier invitation link stops working.'}
      </ConfirmDialog>
      <LinkReveal shown={reveal.thing} opened={reveal.isOpen} onClose={reveal.close} />
    </>
  )
}
