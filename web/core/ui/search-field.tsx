import { TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'

const PAUSE_MS = 250

type Props = { label: string; value: string | undefined; onSearch: (text: string | undefined) => void }

/** A search that follows the typing after a short pause; what was asked elsewhere (Back, Clear filters) replaces the text. */
export const SearchField = ({ label, value, onSearch }: Props) => {
  const [text, setText] = useState(value ?? '')
  const asked = useRef(value)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => {
    if (value === asked.current) return
    asked.current = value
    setText(value ?? '')
  }, [value])
  useEffect(() => () => clearTimeout(timer.current), [])
  const search = (typed: string) => {
    asked.current = typed.trim() || undefined
    onSearch(asked.current)
  }
  const change = (typed: string) => {
    setText(typed)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => search(typed), PAUSE_MS)
  }
  return (
    <TextInput
      type="search"
      size="xs"
      w={280}
      maxLength={200}
      placeholder={label}
      aria-label={label}
      leftSection={<IconSearch size={14} aria-hidden />}
      value={text}
      onChange={event => change(event.currentTarget.value)}
    />
  )
}
