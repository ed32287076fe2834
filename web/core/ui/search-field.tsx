import { IconSearch } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import classes from './search-field.module.css'

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
    <span className={classes.field}>
      <IconSearch size={14} aria-hidden className={classes.icon} />
      <input
        type="search"
        className={classes.input}
        maxLength={200}
        placeholder={label}
        aria-label={label}
        value={text}
        onChange={event => change(event.currentTarget.value)}
      />
    </span>
  )
}
