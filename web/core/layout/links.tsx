import { Anchor, type AnchorProps, Button, type ButtonProps } from '@mantine/core'
import { createLink } from '@tanstack/react-router'
import type { ComponentPropsWithRef } from 'react'

type PlainAnchor = Omit<ComponentPropsWithRef<'a'>, keyof AnchorProps | 'style' | 'color'>

const anchor = (props: AnchorProps & PlainAnchor) => <Anchor {...props} />
const button = (props: ButtonProps & Omit<ComponentPropsWithRef<'a'>, keyof ButtonProps | 'style' | 'color'>) => (
  <Button component="a" {...props} />
)

/** A link inside the app: `<TextLink to={paths.entity(tag)}>`. */
export const TextLink = createLink(anchor)

const rowLink = (props: AnchorProps & PlainAnchor) => <Anchor fw={500} {...props} data-row-link />

/** The link that names a row of a table: the whole row leads there. */
export const RowLink = createLink(rowLink)

/** A link inside the app that looks like a button. */
export const ButtonLink = createLink(button)
