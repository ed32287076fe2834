import { StateLabel } from '../../core/ui/state-label.tsx'

/** What is out of the ordinary with an entity: archived, or part of the sample catalog. */
export const EntityMarks = ({
  entity: { isArchived, sample },
}: {
  entity: { isArchived: boolean; sample?: boolean }
}) => (
  <>
    {isArchived && <StateLabel tone="warning">Archived</StateLabel>}
    {sample && <StateLabel tone="neutral">Sample</StateLabel>}
  </>
)
