import { Button, type ButtonProps } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { copyText } from './copy.ts'

type Props = ButtonProps & {
  value: string
  /** `Copy` by default. */
  label?: string
  onCopied?: () => void
  /** The browser blocks copying: select the text and say what to press. */
  onBlocked: () => void
}

const SAID_MS = 3_000

/** Copy → Copied. Where the text can be seen, `CopyText` is the whole: text, button and fallback. */
export const CopyButton = ({ value, label = 'Copy', onCopied, onBlocked, ...button }: Props) => {
  const [isCopied, setCopied] = useState(false)
  const ref = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (!isCopied) return
    const timer = setTimeout(() => setCopied(false), SAID_MS)
    return () => clearTimeout(timer)
  }, [isCopied])
  const copy = async () => {
    if (!ref.current) return
    const done = await copyText(value, ref.current)
    setCopied(done)
    if (done) onCopied?.()
    else onBlocked()
  }
  return (
    <Button
      variant="default"
      leftSection={isCopied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
      {...button}
      ref={ref}
      onClick={copy}
    >
      <span aria-live="polite">{isCopied ? 'Copied' : label}</span>
    </Button>
  )
}
