import { StateLabel } from '../../core/ui/state-label.tsx'

export const ScorecardMarks = ({
  scorecard: { isDraft, sample },
}: {
  scorecard: { isDraft: boolean; sample?: boolean }
}) => (
  <>
    {isDraft && <StateLabel tone="warning">Draft</StateLabel>}
    {sample && <StateLabel tone="neutral">Sample</StateLabel>}
  </>
)
