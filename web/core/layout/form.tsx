import { Button, Group, Stack } from '@mantine/core'
import { type ReactNode, type SubmitEvent, useEffect } from 'react'
import { fieldErrors } from '../api/api-error.ts'
import classes from './form.module.css'
import { Problem } from './problem.tsx'

type FormErrors = Record<string, ReactNode>

/** What a form of `useForm` is to its frame. */
type Fields<Sent> = {
  readonly values: object
  readonly onSubmit: (
    send: (values: Sent) => void,
    onFaults?: (faults: FormErrors) => void,
  ) => (event?: SubmitEvent<HTMLFormElement>) => void
  readonly setErrors: (errors: FormErrors) => void
  readonly getInputNode: (path: string) => HTMLElement | null
}

type Props<Sent> = {
  form: Fields<Sent>
  /** The call that the form makes: while it is on its way nothing else is, and what it fails with is shown. */
  send: { readonly error: unknown; readonly isPending: boolean }
  onSubmit: (values: Sent) => void
  /** What the button says. */
  submit: string
  onCancel?: () => void
  cancel?: string
  /** More of them: before those of a dialog, after the one of a page. */
  buttons?: ReactNode
  /** `dialog` (default): buttons to the right. `page`: to the left. `entrance`: one, as wide as the fields. */
  look?: 'dialog' | 'page' | 'entrance'
  /** Keeps the buttons in sight under long contents. */
  sticky?: boolean
  /** One form among others on a page. */
  quiet?: boolean
  disabled?: boolean
  /** The title of what went wrong, instead of the server's short word. */
  failed?: string
  /** Fields that show their own error though they are no values of the form. */
  shows?: readonly string[]
  /** It was tried to send it, with faults or without. */
  onTry?: () => void
  children: ReactNode
}

/** A form's frame: what the server says of a field is shown at that field, what it says otherwise above the buttons. What was typed stays. */
export const Form = <Sent,>(props: Props<Sent>) => {
  const {
    form,
    send,
    onSubmit,
    submit,
    onCancel,
    buttons,
    look = 'dialog',
    failed,
    shows = [],
    onTry,
    children,
  } = props
  const { error } = send
  // biome-ignore lint/correctness/useExhaustiveDependencies: the form is a new object at each render; only a new answer counts
  useEffect(() => form.setErrors(fieldErrors(error)), [error])
  const submitted = (event: SubmitEvent<HTMLFormElement>) => {
    // A form in a dialog is inside the form of the page as far as React's events go.
    event.stopPropagation()
    onTry?.()
    form.onSubmit(onSubmit, faults => form.getInputNode(Object.keys(faults)[0] ?? '')?.focus())(event)
  }
  const button = (
    <Button
      type="submit"
      variant={props.quiet ? 'default' : undefined}
      loading={send.isPending}
      disabled={props.disabled}
    >
      {submit}
    </Button>
  )
  return (
    <form onSubmit={submitted} noValidate>
      <Stack gap="md">
        {children}
        <Problem error={error} title={failed} except={[...Object.keys(form.values), ...shows]} />
        {look === 'entrance' ? (
          button
        ) : (
          <Group
            justify={look === 'dialog' ? 'flex-end' : undefined}
            gap="sm"
            className={props.sticky ? classes.sticky : undefined}
          >
            {look === 'page' && button}
            {buttons}
            {onCancel && (
              <Button variant="default" onClick={onCancel} disabled={send.isPending}>
                {props.cancel ?? 'Cancel'}
              </Button>
            )}
            {look === 'dialog' && button}
          </Group>
        )}
      </Stack>
    </form>
  )
}
