import { Group } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './banner.module.css'

/** A remark about all that is below it, and what to do about it. */
export const Banner = ({ children, action }: { children: ReactNode; action?: ReactNode }) => (
  <Group component="aside" justify="space-between" gap="4px 16px" className={classes.banner}>
    <span>{children}</span>
    {action}
  </Group>
)
