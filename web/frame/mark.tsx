import { Link } from '@tanstack/react-router'
import { paths } from '../core/layout/paths.ts'
import { Logo } from '../core/ui/logo.tsx'
import classes from './sidebar.module.css'

/** The mark and the name; they lead to Home. */
export const Mark = () => (
  <Link to={paths.home} className={classes.mark}>
    <Logo />
    <span>Portico</span>
  </Link>
)
