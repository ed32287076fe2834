import { Button, Group, Stack, Title } from '@mantine/core'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { ChangesList } from './changes-list.tsx'
import type { Preview } from './descriptor.ts'
import { TextDiff } from './text-diff.tsx'
import { ViolationList } from './violation-list.tsx'

export type Reviewed = Preview & {
  /** The text to save. */
  readonly text: string
  /** The stored text; undefined for something new. */
  readonly before: string | undefined
}

type Props = {
  reviewed: Reviewed
  saveLabel: string
  isSaving: boolean
  onSave: () => void
  onBack: () => void
  /** Goes back to a line of the text. */
  onGoTo: (line: number) => void
  /** Why saving failed. */
  children?: ReactNode
}

/** Shows what saving would change. Ctrl+S saves here, as in the editor. */
export const Review = ({ reviewed, saveLabel, isSaving, onSave, onBack, onGoTo, children }: Props) => {
  const { preview, violations, text, before } = reviewed
  const heading = useRef<HTMLHeadingElement>(null)
  const id = useId()
  useEffect(() => heading.current?.focus(), [])
  useSaveKey(onSave)
  return (
    <Stack gap="sm" component="section" aria-labelledby={id}>
      <Title order={2} size="h3" id={id} ref={heading} tabIndex={-1} style={{ outline: 'none' }}>
        {before === undefined ? 'Additions' : 'Changes'}
      </Title>
      <ChangesList preview={preview} />
      {violations.length > 0 && <ViolationList violations={violations} onGoTo={onGoTo} />}
      {text !== before && (
        <>
          <Title order={2} size="h3">
            {before === undefined ? 'Text' : 'Text changes'}
          </Title>
          <TextDiff label="Text changes" before={before ?? ''} after={text} />
        </>
      )}
      {children}
      <Group gap="sm" justify="flex-end">
        <Button variant="default" onClick={onBack} disabled={isSaving}>
          Back to editing
        </Button>
        <Button onClick={onSave} loading={isSaving}>
          {saveLabel}
        </Button>
      </Group>
    </Stack>
  )
}

export const useSaveKey = (onSave: () => void) => {
  const save = useRef(onSave)
  save.current = onSave
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 's' || event.defaultPrevented) return
      event.preventDefault()
      save.current()
    }
    document.addEventListener('keydown', pressed)
    return () => document.removeEventListener('keydown', pressed)
  }, [])
}
