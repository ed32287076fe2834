import { Button, Group, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useRef, useState } from 'react'
import { ApiError } from '../api/api-error.ts'
import { Problem } from '../layout/problem.tsx'
import { type Ability, ActionButton } from '../ui/action-button.tsx'
import { CheckResult } from './check-result.tsx'
import { Conflict } from './conflict.tsx'
import { type DescriptorSource, violationsIn } from './descriptor.ts'
import { LeaveGuard } from './leave-guard.tsx'
import { useCheck } from './use-check.ts'
import { type EditorHandle, YamlEditor } from './yaml-editor.tsx'

type Props = {
  /** For screen readers: `Descriptor of orders, YAML`. */
  label: string
  source: DescriptorSource
  initial: string
  /** What is being changed; nothing for something new. */
  version?: number
  ability: Ability
  saveLabel: string
  /** @param tag of what was saved, where it is known */
  onSaved: (tag: string | undefined) => void
  /** Beside the buttons, e.g. a way back. */
  aside?: ReactNode
}

/** A descriptor in its editor: checked while one types, saved when one says so, and never lost by accident. */
export const DescriptorForm = (props: Props) => {
  const { label, source, initial, ability, saveLabel, onSaved, aside } = props
  const editor = useRef<EditorHandle>(null)
  const [text, setText] = useState(initial)
  const [base, setBase] = useState({ text: initial, version: props.version })
  const [isTouched, setTouched] = useState(false)
  const isSaved = useRef(false)
  const isDirty = ability.allowed && text !== base.text
  const check = useCheck(source, { text, isLive: isTouched })
  const save = useMutation({
    mutationFn: (version: number | undefined) => source.save(text, version),
    onError: error => {
      const violations = violationsIn(error)
      if (violations) check.found(violations)
    },
    onSuccess: tag => {
      isSaved.current = true
      onSaved(tag)
    },
  })
  const { error } = save
  const send = (version = base.version) => {
    if (ability.allowed && !save.isPending) save.mutate(version)
  }
  const change = (typed: string) => {
    setText(typed)
    setTouched(true)
    if (error) save.reset()
  }
  const conflict = error instanceof ApiError && error.status === 409 ? error : undefined
  return (
    <Stack gap="sm">
      {!ability.allowed && <Text>You can read this descriptor. {ability.reason ?? 'You may not change it.'}</Text>}
      <YamlEditor
        ref={editor}
        label={label}
        initial={initial}
        onChange={change}
        onSave={() => send()}
        readOnly={!ability.allowed || save.isPending}
        violations={check.violations}
      />
      <CheckResult check={check} onGoTo={line => editor.current?.goTo(line)} />
      {error && !(conflict && source.load) && !violationsIn(error) && <Problem error={error} title="It is not saved" />}
      {conflict && source.load && (
        <Conflict
          load={source.load}
          base={base}
          error={conflict}
          onOverwrite={stored => {
            setBase(stored)
            send(stored.version)
          }}
          onTake={stored => {
            setBase(stored)
            editor.current?.replace(stored.text)
            save.reset()
          }}
        />
      )}
      <Group gap="sm" justify="flex-end">
        {aside}
        {ability.allowed && (
          <Button variant="default" onClick={check.checkNow} loading={check.isChecking && !save.isPending}>
            Check
          </Button>
        )}
        <ActionButton ability={ability} onClick={() => send()} loading={save.isPending}>
          {saveLabel}
        </ActionButton>
      </Group>
      <LeaveGuard isDirty={() => isDirty && !isSaved.current} />
    </Stack>
  )
}
