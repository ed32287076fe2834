import { Button } from '@mantine/core'
import { ApiError } from '../api/api-error.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { AskLink } from './help.tsx'
import { TextLink } from './links.tsx'
import { paths } from './paths.ts'

type Props = {
  /** What a query or a mutation failed with; nothing is shown without one. */
  error: unknown
  /** Instead of the short word, e.g. `Unauthorized` where a password was wrong. */
  title?: string
  /** Asks again. */
  retry?: () => void
  /** Fields that show their own error. */
  except?: readonly string[]
}

/** A failed call in the server's words, with its request id and, where a permission is missing, the way to My permissions. */
export const Problem = ({ error, title, retry, except = [] }: Props) => {
  if (!error) return null
  const again = retry && (
    <Button variant="default" size="xs" onClick={retry}>
      Try again
    </Button>
  )
  if (!(error instanceof ApiError))
    return (
      <ErrorState
        title="Something went wrong"
        details="This page has a fault. Reload it, then try again."
        action={again}
      />
    )
  if (error.field !== undefined && except.includes(error.field)) return null
  return (
    <ErrorState
      title={title ?? error.message}
      details={error.details}
      requestId={error.requestId}
      action={
        error.status === 403 ? (
          <>
            <TextLink to={paths.permissions} hash={error.missingPermission}>
              My permissions
            </TextLink>
            <AskLink question="How do I get a permission?" />
          </>
        ) : (
          again
        )
      }
    />
  )
}
