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
  /** What one began with. */
  base: Base
  /** What is saved over it is reviewed before. */
  isReviewed?: boolean
  error: Error
  onOverwrite: (stored: Stored) => void
  onTake: (stored: Stored) => void
}

/** Why a save met another version, what is stored now, and the ways on; what was typed stays in the editor. */
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
      <ErrorState
        title="The tag is another one"
        details="A tag names its thing for good. Put the old tag back, or add this as something new."
      />
    )
  return (
    <>
      <ErrorState
        title="This was changed by someone else"
        details="Nothing of yours is lost. Reload puts their text into the editor; undo (Ctrl+Z, ⌘Z) brings yours back. This is what they changed:"
        action={
          <>
            <Button variant="default" onClick={() => onTake(stored)}>
              Reload
            </Button>
            <Button variant="default" onClick={() => onOverwrite(stored)}>
              {isReviewed ? 'Review mine over it' : 'Save mine over it'}
            </Button>
          </>
        }
      />
      <TextDiff label="What someone else changed" before={base.text} after={stored.text} />
    </>
  )
}
