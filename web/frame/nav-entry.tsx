import { Tooltip, VisuallyHidden } from '@mantine/core'
import { Link, useLocation } from '@tanstack/react-router'
import { type ReactNode, useId } from 'react'
import type { Ability } from '../core/ui/action-button.tsx'
import classes from './nav-entry.module.css'

type Props = {
  to: string
  label: string
  icon?: ReactNode
  /** After the label, such as a count. */
  trailing?: ReactNode
  ability?: Ability
  /** Another address of the same page. */
  alsoAt?: string
}

const isBelow = (pathname: string, path: string | undefined) =>
  path !== undefined && (pathname === path || pathname.startsWith(`${path}/`))

/** A line of a menu: a link or, where it is not allowed, its name with the reason. */
export const NavEntry = ({ to, label, icon, trailing, ability, alsoAt }: Props) => {
  const reasonId = useId()
  const pathname = useLocation({ select: location => location.pathname })
  const isCurrent = isBelow(pathname, to) || isBelow(pathname, alsoAt)
  if (ability && !ability.allowed) {
    const reason = ability.reason ?? 'You may not open this.'
    return (
      <li>
        <Tooltip label={reason} position="right">
          {/* biome-ignore lint/a11y/useValidAnchor: a link that leads nowhere, so that keyboards reach its reason */}
          <a role="link" tabIndex={0} aria-disabled aria-describedby={reasonId} className={classes.entry}>
            {icon}
            {label}
          </a>
        </Tooltip>
        <VisuallyHidden id={reasonId}>{reason}</VisuallyHidden>
      </li>
    )
  }
  return (
    <li>
      <Link to={to} className={classes.entry} aria-current={isCurrent ? 'page' : undefined}>
        {icon}
        {label}
        {trailing}
      </Link>
    </li>
  )
}
