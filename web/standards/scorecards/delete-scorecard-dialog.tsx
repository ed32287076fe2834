import { useNavigate } from '@tanstack/react-router'
import { deleteScorecard, listScorecards, type Scorecard } from '../../../contract/standards/scorecards.ts'
import { ConfirmCall } from '../../core/layout/confirm-call.tsx'
import { paths } from '../../core/layout/paths.ts'

type Props = { scorecard: Scorecard | undefined; opened: boolean; onClose: () => void }

export const DeleteScorecardDialog = ({ scorecard, ...dialog }: Props) => {
  const navigate = useNavigate()
  return (
    <ConfirmCall
      {...dialog}
      operation={deleteScorecard}
      input={scorecard && { params: { tag: scorecard.tag }, version: scorecard.version }}
      refreshes={[listScorecards]}
      title={`Delete ${scorecard?.name}?`}
      confirmLabel="Delete"
      typed={scorecard?.tag}
      done={`${scorecard?.name} is deleted`}
      onDone={() => void navigate({ to: paths.scorecards })}
    >
      Its rules and levels go with it. This cannot be undone.
    </ConfirmCall>
  )
}
