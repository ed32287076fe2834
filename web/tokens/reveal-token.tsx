import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useBlocker } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import type { AnswerOf } from '../../contract/operation.ts'
import { type createToken, listTokens } from '../../contract/tokens.ts'
import { refresh } from '../api/queries.ts'
import { focusPage } from '../layout/focus-page.ts'
import { CopyText } from '../ui/copy-text.tsx'
import { FirstCall } from './first-call.tsx'
import { LeaveQuestion } from './leave-question.tsx'
import { cortexLine, curlLine } from './shell-lines.ts'

type Created = AnswerOf<typeof createToken>
type Props = { created: Created; onDone: () => void }

/** Esc, a click outside, another page or a reload ask first: nobody can show the secret again. */
const useGuard = () => {
  const [isAsking, setAsking] = useState(false)
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) => current.pathname !== next.pathname,
    enableBeforeUnload: true,
    withResolver: true,
  })
  const goBack = () => {
    setAsking(false)
    reset?.()
  }
  return {
    isAsking: isAsking || status === 'blocked',
    askFirst: () => setAsking(true),
    goBack,
    goOn: () => proceed?.(),
  }
}

export const RevealToken = ({ created, onDone }: Props) => {
  const client = useQueryClient()
  const { isAsking, askFirst, goBack, goOn } = useGuard()
  const done = () => {
    void refresh(client, [listTokens])
    onDone()
    // What had the focus before the dialog is gone with the form.
    requestAnimationFrame(focusPage)
  }
  const leave = () => {
    done()
    goOn()
  }
  return (
    <Modal
      opened
      onClose={isAsking ? goBack : askFirst}
      title={isAsking ? 'Leave without copying?' : 'Copy your token now'}
      size="lg"
      transitionProps={{ duration: 0 }}
    >
      {isAsking ? (
        <LeaveQuestion token={created} onBack={goBack} onLeave={leave} />
      ) : (
        <Secret created={created} onCopied={done} />
      )}
    </Modal>
  )
}

const Secret = ({ created, onCopied }: { created: Created; onCopied: () => void }) => {
  const heading = useRef<HTMLParagraphElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const { origin } = window.location
  return (
    <Stack gap="md">
      <Text ref={heading} data-autofocus tabIndex={-1} style={{ outline: 'none' }}>
        It is shown only this once. Keep it in a password manager or your CI's secrets.
      </Text>
      <CopyText value={created.token} noun="token" label={`Token ${created.name}`} />
      <Text size="sm" c="dimmed">
        Try it in a terminal: run a line, paste the token, press Enter. It stays out of the history and the process
        list.
      </Text>
      <CopyText value={curlLine(origin)} noun="line" label="With curl" />
      <CopyText value={cortexLine(origin)} noun="line" label="With the Cortex CLI" />
      <FirstCall cid={created.cid} />
      <Group justify="flex-end">
        <Button onClick={onCopied}>I have copied it</Button>
      </Group>
    </Stack>
  )
}
