import { TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type SubmitEvent, useEffect, useState } from 'react'
import { paths } from '../core/layout/paths.ts'
import { type RawSearch, textParam } from '../core/layout/search-params.ts'

/** Finds entities from every page. */
export const SearchBox = () => {
  const search: RawSearch = useSearch({ strict: false })
  const isAtCatalog = window.location.pathname === paths.catalog
  const asked = isAtCatalog ? (textParam(search.query) ?? '') : ''
  const [text, setText] = useState(asked)
  useEffect(() => setText(asked), [asked])
  const navigate = useNavigate()
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    void navigate({ to: paths.catalog, search: { query: text.trim() || undefined } })
  }
  return (
    <search>
      <form onSubmit={submit}>
        <TextInput
          type="search"
          size="xs"
          placeholder="Search the catalog"
          aria-label="Search the catalog"
          maxLength={500}
          leftSection={<IconSearch size={14} aria-hidden />}
          value={text}
          onChange={event => setText(event.currentTarget.value)}
        />
      </form>
    </search>
  )
}
