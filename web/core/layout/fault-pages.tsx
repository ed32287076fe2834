/** What stands where a page would be: nothing at this address, or a fault. */
import { Button } from '@mantine/core'
import type { ErrorComponentProps } from '@tanstack/react-router'
import { ApiError } from '../api/api-error.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { Page } from '../ui/page.tsx'
import { AskLink } from './help.tsx'
import { TextLink } from './links.tsx'
import { paths } from './paths.ts'
import { Problem } from './problem.tsx'

export const NotFoundPage = () => (
  <Page title="Nothing is here">
    <ErrorState
      title="Not Found"
      details="No page has this address. It may have moved, or the link is not complete."
      action={
        <>
          <TextLink to={paths.home}>Go to Home</TextLink>
          <AskLink question="How do I search everything?" />
        </>
      }
    />
  </Page>
)

/** Also answers a part of the app that no longer loads, because a newer version took its place. */
const isOldPart = (error: unknown) =>
  error instanceof Error && /dynamically imported module|module script failed/i.test(error.message)

export const ErrorPage = ({ error, reset }: ErrorComponentProps) => {
  if (error instanceof ApiError)
    return (
      <Page title="This did not work">
        <Problem error={error} retry={() => window.location.reload()} />
      </Page>
    )
  const reload = <Button onClick={() => window.location.reload()}>Reload</Button>
  if (isOldPart(error))
    return (
      <Page title="There is a newer version">
        <ErrorState title="Portico was updated" details="Reload to go on with the new version." action={reload} />
      </Page>
    )
  return (
    <Page title="This page has a fault">
      <ErrorState
        title="Something went wrong"
        details="It happened in your browser; nothing was sent. Try again, or reload the page."
        action={
          <>
            <Button variant="default" onClick={reset}>
              Try again
            </Button>
            {reload}
          </>
        }
      />
    </Page>
  )
}
