import type { ReactNode } from 'react'
import classes from './lines.module.css'

export const Lines = ({ children }: { children: ReactNode }) => <ul className={classes.lines}>{children}</ul>

/** What it is, and what is to say about it at the end of the line. */
export const Line = ({ aside, children }: { aside?: ReactNode; children: ReactNode }) => (
  <li className={classes.line}>
    <span className={classes.what}>{children}</span>
    {aside && <span className={classes.aside}>{aside}</span>}
  </li>
)
