import { Group } from '@mantine/core'
import type { ComponentPropsWithRef, ReactNode } from 'react'
import classes from './chip.module.css'

/** The filters of a list: a row of chips, all of the same height whatever is chosen. */
export const FilterBar = ({ children }: { children: ReactNode }) => <Group gap="xs">{children}</Group>

/** A field of the browser's own as a chip, such as a day. */
export const FieldChip = ({ label, ...input }: ComponentPropsWithRef<'input'> & { label: string }) => (
  <label className={classes.chip} data-set={Boolean(input.value) || undefined}>
    {label}
    <input {...input} className={classes.field} />
  </label>
)
