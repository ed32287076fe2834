import { Link, useLocation } from '@tanstack/react-router'
import { useSlices } from '../core/layout/slice.ts'
import classes from './breadcrumb.module.css'
import { crumbsOf } from './crumbs.ts'

/** The pages above this one; nothing on the pages of the first level. */
export const Breadcrumb = () => {
  const slices = useSlices()
  const pathname = useLocation({ select: location => location.pathname })
  const crumbs = crumbsOf(slices, pathname)
  if (crumbs.length === 0) return null
  return (
    <nav aria-label="Breadcrumb">
      <ol className={classes.crumbs}>
        {crumbs.map(({ to, label }) => (
          <li key={to}>
            <Link to={to} className={classes.crumb}>
              {label}
            </Link>
          </li>
        ))}
      </ol>
    </nav>
  )
}
