import { type Ability, ActionButton } from '../ui/action-button.tsx'
import { ButtonLink } from './links.tsx'

type Props = { to: string; ability: Ability; children: string }

/** The way to the page that makes a new thing: a link where it is allowed, else a button that says why not. */
export const AddButton = ({ to, ability, children }: Props) =>
  ability.allowed ? (
    <ButtonLink to={to}>{children}</ButtonLink>
  ) : (
    <ActionButton ability={ability}>{children}</ActionButton>
  )
