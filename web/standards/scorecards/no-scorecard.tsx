import { TextLink } from '../../core/layout/links.tsx'
import { paths } from '../../core/layout/paths.ts'
import { ErrorState } from '../../core/ui/error-state.tsx'
import { Page } from '../../core/ui/page.tsx'

export const NoScorecard = ({ tag }: { tag: string }) => (
  <Page title="No such Scorecard">
    <ErrorState
      title="Not Found"
      details={`No Scorecard has the tag ${tag}. It may have been deleted, or the link is not complete.`}
      action={<TextLink to={paths.scorecards}>Go to the Scorecards</TextLink>}
    />
  </Page>
)
