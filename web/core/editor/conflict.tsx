import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { ApiError } from '../api/api-error.ts'
import { Problem } from '../layout/problem.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { Loading } from '../ui/loading.tsx'
import type { Stored } from './descriptor.ts'
import { TextDiff } from './text-diff.tsx'
import type { Base } from './use-saving.ts'

type Props = {
  load: () => Promise<Stored>
  /** The stored text that the person started from. */
  base: Base
  /** Whether the person reviews the changes before they overwrite the stored text. */
  isReviewed?: boolean
  error: Error
  onOverwrite: (stored: Stored) => void
  onTake: (stored: Stored) => void
}

/** Shows the other person's changes, and offers to reload or to overwrite them. The person's own text stays in the editor. */
export const Conflict = ({ load, base, isReviewed, error, onOverwrite, onTake }: Props) => {
  const query = useQuery({ queryKey: ['stored descriptor', error], queryFn: load, gcTime: 0, retry: false })
  if (query.error instanceof ApiError && query.error.status === 404)
    return (
      <ErrorState
        title="This was deleted by someone else"
        details="Your text is still in the editor. Copy it if you want to add it again."
      />
    )
  if (query.error) return <Problem error={query.error} retry={() => void query.refetch()} />
  if (!query.data) return <Loading lines={2} />
  const stored = query.data
  if (stored.version === base.version)
    return (
      <ErrorState title="The tag can't be changed" details="Restore the previous tag, or add this as something new." />
    )
  return (
    <>
      <ErrorState
        title="This was changed by someone else"
        details="Your changes are still in the editor. Reload replaces them with the stored text; press Ctrl+Z (⌘Z) to get yours back. This is what the other person changed:"
        action={
          <>
            <Button variant="default" onClick={() => onTake(stored)}>
              Reload
            </Button>
            <Button variant="default" onClick={() => onOverwrite(stored)}>
              {isReviewed ? 'Review my changes' : 'Save mine over it'}
            </Button>
          </>
        }
      />
      <TextDiff label="What someone else changed" before={base.text} after={stored.text} />
    </>
  )
}
