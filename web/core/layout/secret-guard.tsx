import { Button, Group, Modal, type ModalProps, Stack, Text } from '@mantine/core'
import { useBlocker } from '@tanstack/react-router'
import { type ReactNode, useEffect, useState } from 'react'
import { focusPage } from './focus-page.ts'

type Props = Pick<ModalProps, 'opened' | 'size'> & {
  title: string
  /** The text next to "Close without copying?": that it can't be shown again, and what to do if it is lost. */
  warning: ReactNode
  /** Whether the person has it already, by mail for example: then it may be left without a question, as when it was copied. */
  isKnown?: boolean
  /** Another way out than going back or leaving it, such as revoking it. */
  otherWay?: (leave: () => void) => ReactNode
  onClose: () => void
  /** `copied` is called once the secret was copied. */
  children: (copied: () => void) => ReactNode
}

const CLOSING_MS = 300

const isFocusLost = () => document.activeElement === null || document.activeElement === document.body

const takeFocus = (element: HTMLElement | null) => element?.focus()

/** A dialog with something that is shown only once: Esc, a click outside, Back and a reload cannot lose it without a question. */
export const SecretGuard = (props: Props) => {
  const { opened, size, title, warning, isKnown = false, otherWay, onClose, children } = props
  const [wantsOut, setWantsOut] = useState(false)
  const [isCopied, setCopied] = useState(false)
  const isGuarded = opened && !isCopied && !isKnown
  useEffect(() => {
    if (!opened) return
    return () => {
      setWantsOut(false)
      setCopied(false)
      // The form that led here, where the focus would go back to, is gone.
      setTimeout(() => isFocusLost() && focusPage(), CLOSING_MS)
    }
  }, [opened])
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) => isGuarded && current.pathname !== next.pathname,
    enableBeforeUnload: isGuarded,
    withResolver: true,
  })
  const isAsking = wantsOut || status === 'blocked'
  const askFirst = () => (isGuarded ? setWantsOut(true) : onClose())
  const goBack = () => {
    setWantsOut(false)
    reset?.()
  }
  const leave = () => {
    onClose()
    proceed?.()
  }
  return (
    <Modal
      opened={opened}
      onClose={isAsking ? goBack : askFirst}
      title={isAsking ? 'Close without copying?' : title}
      size={size}
      withCloseButton={!isAsking}
      transitionProps={{ duration: 0 }}
    >
      {isAsking && <Question warning={warning} otherWay={otherWay} onBack={goBack} onLeave={leave} />}
      <Stack gap="md" display={isAsking ? 'none' : undefined}>
        {children(() => setCopied(true))}
        <Group justify="flex-end">
          <Button variant={isGuarded ? 'default' : 'filled'} onClick={onClose}>
            Done
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

type QuestionProps = Pick<Props, 'warning' | 'otherWay'> & { onBack: () => void; onLeave: () => void }

const Question = ({ warning, otherWay, onBack, onLeave }: QuestionProps) => (
  <Stack gap="md">
    <Text>{warning}</Text>
    <Group justify="flex-end" gap="sm">
      <Button ref={takeFocus} onClick={onBack}>
        Go back
      </Button>
      {otherWay?.(onLeave)}
      <Button variant="default" onClick={onLeave}>
        Close
      </Button>
    </Group>
  </Stack>
)
