import { Avatar, UnstyledButton, VisuallyHidden } from '@mantine/core'
import type { ComponentPropsWithRef } from 'react'
import classes from './sidebar.module.css'

const initials = (name: string) =>
  name
    .split(/\s+/)
    .flatMap(word => [...word].slice(0, 1))
    .slice(0, 2)
    .join('')
    .toUpperCase()

/** The avatar bottom left, with the name beside it. */
export const AccountButton = ({ name, ...button }: ComponentPropsWithRef<'button'> & { name: string }) => (
  <UnstyledButton aria-haspopup="menu" aria-expanded={false} {...button} className={classes.account}>
    <Avatar size="sm" radius="xl" color="accent" variant="filled" aria-hidden>
      {initials(name)}
    </Avatar>
    <span className={classes.who}>{name}</span>
    <VisuallyHidden>, account menu</VisuallyHidden>
  </UnstyledButton>
)
