import { Button, type ButtonProps, Tooltip, VisuallyHidden } from '@mantine/core'
import { type MouseEvent, type ReactNode, type Ref, useId } from 'react'

/** Whether a thing may be done and, if not, the sentence that says why. The server decides. */
export type Ability = { allowed: boolean; reason?: string }

type Props = ButtonProps & {
  ability?: Ability
  onClick?: (event: MouseEvent<HTMLButtonElement>) => void
  type?: 'button' | 'submit'
  /** For a button that only shows an icon or a verb: `Revoke nightly-sync`. */
  'aria-label'?: string
  ref?: Ref<HTMLButtonElement>
  children: ReactNode
}

/** A button that stays in reach of keyboard and pointer when it is not allowed, and says why. */
export const ActionButton = ({ ability, onClick, children, ...button }: Props) => {
  const reasonId = useId()
  if (!ability || ability.allowed)
    return (
      <Button {...button} onClick={onClick}>
        {children}
      </Button>
    )
  const reason = ability.reason ?? 'You may not do this.'
  return (
    <>
      <Tooltip label={reason}>
        <Button
          {...button}
          type="button"
          data-disabled
          aria-disabled
          aria-describedby={reasonId}
          onClick={event => event.preventDefault()}
        >
          {children}
        </Button>
      </Tooltip>
      <VisuallyHidden id={reasonId}>{reason}</VisuallyHidden>
    </>
  )
}
