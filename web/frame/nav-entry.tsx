import { Tooltip, VisuallyHidden } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useId } from 'react'
import type { RawSearch } from '../core/layout/search-params.ts'
import type { Ability } from '../core/ui/action-button.tsx'
import classes from './nav-entry.module.css'

type Props = {
  to: string
  label: string
  icon?: ReactNode
  /** After the label, such as a count. */
  trailing?: ReactNode
  ability?: Ability
  search?: RawSearch
  isCurrent: boolean
}

/** A line of a menu: a link or, where it is not allowed, its name with the reason. */
export const NavEntry = ({ to, label, icon, trailing, ability, search, isCurrent }: Props) => {
  const reasonId = useId()
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
      <Link
        to={to}
        search={search}
        className={classes.entry}
        aria-current={isCurrent ? 'page' : undefined}
        // The router's own mark would be on each entry that leads to this page, whatever its filters.
        activeOptions={{ exact: true, includeSearch: true, explicitUndefined: false }}
      >
        {icon}
        {label}
        {trailing}
      </Link>
    </li>
  )
}
