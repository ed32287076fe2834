import { TextLink } from '../../core/layout/links.tsx'
import { paths } from '../../core/layout/paths.ts'
import { ErrorState } from '../../core/ui/error-state.tsx'
import { Page } from '../../core/ui/page.tsx'

export const NoType = ({ type }: { type: string }) => (
  <Page title="No such entity type">
    <ErrorState
      title="Not Found"
      details={`No entity type is ${type}. It may have been deleted, or the link is not complete.`}
      action={<TextLink to={paths.entityTypes}>Go to the entity types</TextLink>}
    />
  </Page>
)
