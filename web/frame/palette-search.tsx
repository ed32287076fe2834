import { Kbd, Text, TextInput, VisuallyHidden } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconArrowDown, IconArrowUp, IconSearch } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, useId, useState } from 'react'
import type { Hit } from '../core/layout/slice.ts'
import { useHits } from './palette-hits.ts'
import { hitKey, PaletteList } from './palette-list.tsx'

const PAUSE_MS = 150
const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 }

const countOf = (count: number) => (count === 1 ? '1 result' : `${count} results`)

export const PaletteSearch = ({ onClose }: { onClose: () => void }) => {
  const [text, setText] = useState('')
  const typed = text.trim()
  const [settled] = useDebouncedValue(typed, PAUSE_MS)
  const { groups, isSearching, failed } = useHits(typed, settled)
  const [chosen, setChosen] = useState<string>()
  const listId = useId()
  const navigate = useNavigate()
  const hits = groups.flatMap(({ title, hits }) => hits.map(hit => ({ hit, key: hitKey(title, hit) })))
  const active = hits.find(({ key }) => key === chosen) ?? hits[0]
  const open = ({ to, search, isOutside }: Hit) => {
    onClose()
    if (isOutside) window.location.assign(to)
    else void navigate({ to, search: search ?? {} })
  }
  const press = (event: KeyboardEvent) => {
    const step = STEPS[event.key]
    if (step !== undefined && active) {
      event.preventDefault()
      setChosen(hits.at((hits.indexOf(active) + step) % hits.length)?.key)
    }
    if (event.key === 'Enter' && !event.nativeEvent.isComposing && active) {
      event.preventDefault()
      open(active.hit)
    }
  }
  const change = (next: string) => {
    setText(next)
    setChosen(undefined)
  }
  return (
    <>
      <TextInput
        data-autofocus
        role="combobox"
        aria-label="Search everything"
        aria-expanded={hits.length > 0}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={active && `${listId} ${active.key}`.replaceAll(' ', '_')}
        autoComplete="off"
        maxLength={200}
        placeholder="Entities, teams, people, tokens, settings, documentation, actions"
        leftSection={<IconSearch size={16} aria-hidden />}
        value={text}
        onChange={event => change(event.currentTarget.value)}
        onKeyDown={press}
      />
      <PaletteList id={listId} groups={groups} active={active?.key} onActive={setChosen} onOpen={open} />
      <Footer count={hits.length} isSearching={isSearching} failed={failed} />
    </>
  )
}

type FooterProps = { count: number; isSearching: boolean; failed: readonly string[] }

const Footer = ({ count, isSearching, failed }: FooterProps) => (
  <>
    {failed.length > 0 && (
      <Text size="xs" c="dimmed">
        Not searched because of an error: {failed.join(', ')}. Type again to retry.
      </Text>
    )}
    <VisuallyHidden role="status">{isSearching ? 'Searching' : countOf(count)}</VisuallyHidden>
    <Text size="xs" c="dimmed" mt="xs">
      <Kbd size="xs">
        <IconArrowUp size={10} aria-label="Arrow up" />
      </Kbd>{' '}
      <Kbd size="xs">
        <IconArrowDown size={10} aria-label="Arrow down" />
      </Kbd>{' '}
      choose, <Kbd size="xs">Enter</Kbd> open, <Kbd size="xs">Esc</Kbd> close
      {isSearching && ' · Searching…'}
    </Text>
  </>
)
