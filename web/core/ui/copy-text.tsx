import { Box, Group, Stack, Text } from '@mantine/core'
import { useRef, useState } from 'react'
import { selectContents } from './copy.ts'
import { CopyButton } from './copy-button.tsx'
import classes from './copy-text.module.css'

type Props = {
  value: string
  /** What the text is, for its label and the sentence: `token`, `command`. */
  noun: string
  /** A visible label above it. */
  label?: string
  /** Its name for screen readers, where it has no visible label. */
  name?: string
  /** Never wraps: it scrolls where it does not fit. */
  isOneLine?: boolean
  /** It is the one thing to do here. */
  isMain?: boolean
  onCopied?: () => void
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** A text to copy: in monospace, selectable, with its button. A click selects it whole. */
export const CopyText = ({ value, noun, label, name, isOneLine = false, isMain = false, onCopied }: Props) => {
  const [isBlocked, setBlocked] = useState(false)
  const text = useRef<HTMLElement>(null)
  const select = () => text.current && selectContents(text.current)
  const block = () => {
    setBlocked(true)
    select()
  }
  const copied = () => {
    setBlocked(false)
    onCopied?.()
  }
  return (
    <Stack gap={4}>
      {label && (
        <Text size="sm" fw={500}>
          {label}
        </Text>
      )}
      <Group gap="xs" wrap="nowrap" align="flex-start">
        <Box
          component="code"
          ref={text}
          className={classes.text}
          tabIndex={0}
          role="textbox"
          aria-readonly
          aria-label={label ?? name ?? capital(noun)}
          data-one-line={isOneLine || undefined}
          onClick={select}
          onCopy={copied}
        >
          {value}
        </Box>
        <CopyButton
          value={value}
          onCopied={copied}
          onBlocked={block}
          className={classes.button}
          variant={isMain ? 'filled' : 'default'}
        />
      </Group>
      {isBlocked && (
        <Text size="sm" role="status">
          Your browser blocks copying here. The {noun} is selected: press Ctrl+C (⌘C).
        </Text>
      )}
    </Stack>
  )
}
