import { useNavigate } from '@tanstack/react-router'
import { deleteScorecard, listScorecards, type Scorecard } from '../../../contract/standards/scorecards.ts'
import { useSend } from '../../core/api/queries.ts'
import { paths } from '../../core/layout/paths.ts'
import { Problem } from '../../core/layout/problem.tsx'
import { ConfirmDialog } from '../../core/ui/confirm-dialog.tsx'
import { notice } from '../../core/ui/notice.ts'

type Props = { scorecard: Scorecard | undefined; opened: boolean; onClose: () => void }

export const DeleteScorecardDialog = ({ scorecard, opened, onClose }: Props) => {
  const navigate = useNavigate()
  const send = useSend(deleteScorecard, { refreshes: [listScorecards] })
  const close = () => {
    send.reset()
    onClose()
  }
  const confirm = () => {
    if (!scorecard) return
    const done = () => {
      notice(`${scorecard.name} is deleted`)
      void navigate({ to: paths.scorecards })
    }
    send.mutate({ params: { tag: scorecard.tag }, version: scorecard.version }, { onSuccess: done })
  }
  return (
    <ConfirmDialog
      opened={opened}
      title={`Delete ${scorecard?.name}?`}
      confirmLabel="Delete"
      typed={scorecard?.tag}
      onConfirm={confirm}
      onClose={close}
      pending={send.isPending}
      error={send.error && <Problem error={send.error} />}
    >
      Its rules and levels go with it. This cannot be undone.
    </ConfirmDialog>
  )
}
