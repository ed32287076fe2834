import type { ReactNode } from 'react'
import classes from './state-label.module.css'

/** A state in one word; the word says it, the colour only helps. */
export const StateLabel = ({
  tone,
  children,
}: {
  tone: 'good' | 'warning' | 'bad' | 'neutral'
  children: ReactNode
}) => (
  <span className={classes.label} data-tone={tone}>
    {children}
  </span>
)
