import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useBlocker } from '@tanstack/react-router'
import { type ReactNode, useEffect, useState } from 'react'
import { focusPage } from '../layout/focus-page.ts'

type Props = {
  opened: boolean
  title: string
  /** What cannot be shown again: `key`, `link`. */
  noun: string
  /** Whether it was copied: then it may be left without a question. */
  isCopied: boolean
  /** What to do if it is lost: `Make a new link for them if it is lost.` */
  advice: string
  onClose: () => void
  children: ReactNode
}

const CLOSING_MS = 300

const isFocusLost = () => document.activeElement === null || document.activeElement === document.body

const takeFocus = (element: HTMLElement | null) => element?.focus()

/** A dialog with something that is shown only once: Esc, a click outside, Back and a reload cannot lose it without a question. */
export const SecretGuard = ({ opened, title, noun, isCopied, advice, onClose, children }: Props) => {
  const [wantsOut, setWantsOut] = useState(false)
  const isGuarded = opened && !isCopied
  useEffect(() => {
    if (!opened) return
    return () => {
      setWantsOut(false)
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
    <Modal opened={opened} onClose={isAsking ? goBack : askFirst} title={isAsking ? 'Leave without copying?' : title}>
      {isAsking && (
        <Stack gap="md">
          <Text>
            Nobody can show this {noun} again. {advice}
          </Text>
          <Group justify="flex-end" gap="sm">
            <Button ref={takeFocus} onClick={goBack}>
              Go back
            </Button>
            <Button variant="default" onClick={leave}>
              Leave
            </Button>
          </Group>
        </Stack>
      )}
      <Stack gap="md" display={isAsking ? 'none' : undefined}>
        {children}
        <Group justify="flex-end">
          <Button onClick={onClose}>I have copied it</Button>
        </Group>
      </Stack>
    </Modal>
  )
}
