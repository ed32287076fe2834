import { Link } from '@tanstack/react-router'
import { paths } from '../core/layout/paths.ts'
import classes from './sidebar.module.css'

/** The mark, as in `favicon.svg`, and the name; they lead to Home. */
export const Mark = () => (
  <Link to={paths.home} className={classes.mark}>
    <svg viewBox="0 0 32 32" width="20" height="20" aria-hidden="true" focusable="false">
      <path fill="currentColor" d="M3 28V13L16 4l13 9v15h-5V16h-4v12h-8V16H8v12z" />
    </svg>
    <span>Portico</span>
  </Link>
)
