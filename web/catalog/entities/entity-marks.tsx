import { StateLabel } from '../../core/ui/state-label.tsx'

type Marked = { isArchived: boolean; sample?: boolean; violatesSchema?: boolean }

/** What is out of the ordinary with an entity: archived, not what its type asks for, or part of the sample catalog. */
export const EntityMarks = ({ entity: { isArchived, sample, violatesSchema } }: { entity: Marked }) => (
  <>
    {isArchived && <StateLabel tone="warning">Archived</StateLabel>}
    {violatesSchema && <StateLabel tone="warning">Schema not satisfied</StateLabel>}
    {sample && <StateLabel tone="neutral">Sample</StateLabel>}
  </>
)
