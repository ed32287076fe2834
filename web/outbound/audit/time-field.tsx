import { useEffect, useRef, useState } from 'react'
import { FieldChip } from '../../core/ui/filter-bar.tsx'
import { fromField, toField } from './local-time.ts'

const PAUSE_MS = 500

type Props = { label: string; value: string | undefined; onChange: (instant: string | undefined) => void }

/** A time in the reader's zone; it counts once the typing pauses. */
export const TimeField = ({ label, value, onChange }: Props) => {
  const [text, setText] = useState(() => toField(value))
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => setText(toField(value)), [value])
  useEffect(() => () => clearTimeout(timer.current), [])
  const change = (typed: string) => {
    setText(typed)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => onChange(fromField(typed)), PAUSE_MS)
  }
  return (
    <FieldChip
      type="datetime-local"
      label={label}
      max="9999-12-31T23:59"
      value={text}
      onChange={event => change(event.currentTarget.value)}
    />
  )
}
