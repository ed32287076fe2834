import { Button, Group, Modal, type ModalProps, Stack, Text, TextInput } from '@mantine/core'
import { type ReactNode, type SubmitEvent, useEffect, useState } from 'react'

type Props = {
  opened: boolean
  /** Names the thing: `Revoke nightly-catalog-sync?` */
  title: string
  /** What happens, and whether it can be undone. */
  children: ReactNode
  /** The verb again: `Revoke`. */
  confirmLabel: string
  onConfirm: () => void
  onClose: () => void
  /** Red, for what cannot be undone (the default). */
  danger?: boolean
  /** This must be typed before the button works. */
  typed?: string
  pending?: boolean
  /** Larger for dialogs with a preview. */
  size?: ModalProps['size']
  /** An ErrorState, if the action failed; the dialog stays open. */
  error?: ReactNode
}

/** Asks before something that people would regret. */
export const ConfirmDialog = (props: Props) => {
  const {
    opened,
    title,
    children,
    confirmLabel,
    onConfirm,
    onClose,
    danger = true,
    typed,
    pending,
    error,
    size,
  } = props
  const [text, setText] = useState('')
  useEffect(() => {
    if (opened) setText('')
  }, [opened])
  const isReady = typed === undefined || text.trim() === typed
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (isReady && !pending) onConfirm()
  }
  return (
    <Modal opened={opened} onClose={pending ? () => {} : onClose} title={title} size={size}>
      <form onSubmit={submit}>
        <Stack gap="md">
          {typeof children === 'string' ? <Text>{children}</Text> : children}
          {typed !== undefined && (
            <TextInput
              label={`Type ${typed} to confirm`}
              value={text}
              onChange={event => setText(event.currentTarget.value)}
              autoComplete="off"
              spellCheck={false}
              data-autofocus
            />
          )}
          {error}
          <Group justify="flex-end" gap="sm">
            <Button
              variant="default"
              onClick={onClose}
              disabled={pending}
              data-autofocus={typed === undefined || undefined}
            >
              Cancel
            </Button>
            <Button type="submit" color={danger ? 'danger' : undefined} loading={pending} disabled={!isReady}>
              {confirmLabel}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
