import { TextLink } from '../layout/links.tsx'
import { paths } from '../layout/paths.ts'
import type { Ability } from '../ui/action-button.tsx'
import { ErrorState } from '../ui/error-state.tsx'

/** In place of a form that nobody could send. */
export const NotAllowed = ({ ability: { reason } }: { ability: Ability }) => (
  <ErrorState
    title="You may not do this"
    details={reason}
    action={<TextLink to={paths.permissions}>My permissions</TextLink>}
  />
)
