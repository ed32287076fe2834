import type { ComponentProps } from 'react'
import type { Called, CalledOperation, Io } from '../../../contract/core/operation.ts'
import type { CallInput } from '../api/client.ts'
import { useSend } from '../api/queries.ts'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { notice } from '../ui/notice.ts'
import { Problem } from './problem.tsx'

type Dialog = ComponentProps<typeof ConfirmDialog>

type Props<I extends Io> = Omit<Dialog, 'onConfirm' | 'pending' | 'error'> & {
  operation: Called<I>
  /** What it is called with; without it there is nothing to confirm, and the button closes. */
  input: CallInput<I> | undefined
  /** The reading operations whose answers are old then. */
  refreshes?: readonly CalledOperation[]
  /** What the notice says once it is done. */
  done?: string | ((answer: I['answer']) => string)
  onDone?: (answer: I['answer']) => void
  /** The title of what went wrong, instead of the server's short word. */
  failed?: string
}

/** Asks before a call that people would regret, makes it, and says that it is done. It stays open where the call failed. */
export const ConfirmCall = <I extends Io>(props: Props<I>) => {
  const { operation, input, refreshes, done, onDone, failed, onClose, ...dialog } = props
  const send = useSend(operation, { refreshes })
  const close = () => {
    send.reset()
    onClose()
  }
  const finish = (answer: I['answer']) => {
    if (done) void notice(typeof done === 'string' ? done : done(answer))
    close()
    onDone?.(answer)
  }
  return (
    <ConfirmDialog
      {...dialog}
      onConfirm={() => (input ? send.mutate(input, { onSuccess: finish }) : close())}
      onClose={close}
      pending={send.isPending}
      error={send.error && <Problem error={send.error} title={failed} />}
    />
  )
}
