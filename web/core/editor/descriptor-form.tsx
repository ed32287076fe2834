import { Button, Group, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type ComponentProps, type ReactNode, useRef, useState } from 'react'
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

type Check = ReturnType<typeof useCheck>

/** Stores the text; the violations that it is refused with are shown as those of a check. */
const useSave = ({ source, onSaved }: Props, { text, check }: { text: string; check: Check }) => {
  const isSaved = useRef(false)
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
  return { save, isSaved }
}

/** A descriptor in its editor: checked while one types, saved when one says so, and never lost by accident. */
export const DescriptorForm = (props: Props) => {
  const { label, source, initial, ability } = props
  const editor = useRef<EditorHandle>(null)
  const [text, setText] = useState(initial)
  const [base, setBase] = useState({ text: initial, version: props.version })
  const [isTouched, setTouched] = useState(false)
  const isDirty = ability.allowed && text !== base.text
  const check = useCheck(source, { text, isLive: isTouched })
  const { save, isSaved } = useSave(props, { text, check })
  const { error } = save
  const send = (version = base.version) => {
    if (ability.allowed && !save.isPending) save.mutate(version)
  }
  const change = (typed: string) => {
    setText(typed)
    setTouched(true)
    if (error) save.reset()
  }
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
      <NotSaved
        load={source.load}
        base={base}
        error={error}
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
      <Buttons {...props} check={check} isSaving={save.isPending} onSave={() => send()} />
      <LeaveGuard isDirty={() => isDirty && !isSaved.current} />
    </Stack>
  )
}

type ButtonsProps = Pick<Props, 'aside' | 'ability' | 'saveLabel'> & {
  check: Check
  isSaving: boolean
  onSave: () => void
}

const Buttons = ({ aside, ability, saveLabel, check, isSaving, onSave }: ButtonsProps) => (
  <Group gap="sm" justify="flex-end">
    {aside}
    {ability.allowed && (
      <Button variant="default" onClick={check.checkNow} loading={check.isChecking && !isSaving}>
        Check
      </Button>
    )}
    <ActionButton ability={ability} onClick={onSave} loading={isSaving}>
      {saveLabel}
    </ActionButton>
  </Group>
)

type NotSavedProps = Omit<ComponentProps<typeof Conflict>, 'load' | 'error'> & {
  load: DescriptorSource['load']
  error: Error | null
}

/** Why it is not saved; what is wrong with the text itself is marked in the editor. */
const NotSaved = ({ load, error, ...ways }: NotSavedProps) => {
  if (load && error instanceof ApiError && error.status === 409) return <Conflict load={load} error={error} {...ways} />
  return error && !violationsIn(error) && <Problem error={error} title="It is not saved" />
}
