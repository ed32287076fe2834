import { Button, Collapse, SimpleGrid, TagsInput } from '@mantine/core'
import { useId, useState } from 'react'
import type { RawSearch } from '../../core/layout/search-params.ts'
import { ChoiceChip } from '../../core/ui/choice-chip.tsx'
import { auditSearch } from './audit-search.ts'
import { ACTION_WORDS, ACTOR_WORDS, choices, OUTCOME_WORDS, useObjectChoices } from './audit-words.ts'
import { TimeField } from './time-field.tsx'

export type AuditFilterValues = ReturnType<typeof auditSearch>
type Props = { filters: AuditFilterValues; onChange: (change: Partial<AuditFilterValues>) => void }

export const isFiltered = ({ page: _, row: _row, ...filters }: AuditFilterValues) =>
  Object.values(filters).some(value => value !== undefined && value.length > 0)

export const noFilters = auditSearch({})

/** What is asked for less often. */
const WORDS = [
  { label: 'Actor emails', field: 'actorEmails' },
  { label: 'Object identifiers', field: 'objectIdentifiers' },
  { label: 'Token and key identifiers', field: 'actorApiKeyIdentifiers' },
  { label: 'Addresses', field: 'actorIpAddresses' },
] as const

/** What is chosen goes straight to the address bar, which also decides what is chosen. */
export const AuditFilters = ({ filters, onChange }: Props) => {
  const moreId = useId()
  const [isOpen, setOpen] = useState(() => WORDS.some(({ field }) => filters[field].length > 0))
  const several = [
    { label: 'Actions', field: 'actions', options: choices(ACTION_WORDS) },
    { label: 'Object types', field: 'objectTypes', options: useObjectChoices() },
    { label: 'Actors', field: 'actorTypes', options: choices(ACTOR_WORDS) },
    { label: 'Outcomes', field: 'outcomes', options: choices(OUTCOME_WORDS) },
  ] as const
  /** The reader of the address knows which values exist. */
  const set = (change: RawSearch) => onChange(auditSearch({ ...filters, page: undefined, ...change }))
  return (
    <>
      <TimeField label="From" value={filters.startTime} onChange={startTime => set({ startTime })} />
      <TimeField label="Until" value={filters.endTime} onChange={endTime => set({ endTime })} />
      {several.map(({ label, field, options }) => (
        <ChoiceChip
          key={field}
          label={label}
          options={options}
          chosen={filters[field]}
          onChoose={chosen => set({ [field]: chosen })}
        />
      ))}
      <Button
        variant="subtle"
        size="compact-sm"
        aria-expanded={isOpen}
        aria-controls={moreId}
        onClick={() => setOpen(open => !open)}
      >
        {isOpen ? 'Fewer filters' : 'More filters'}
      </Button>
      <Collapse id={moreId} expanded={isOpen} w="100%">
        <SimpleGrid cols={{ base: 1, xs: 2, xl: 4 }} spacing="sm" verticalSpacing="xs">
          {WORDS.map(({ label, field }) => (
            <TagsInput
              key={field}
              label={label}
              size="xs"
              placeholder={filters[field].length === 0 ? 'Type, then Enter' : undefined}
              maxTags={50}
              acceptValueOnBlur
              value={filters[field]}
              onChange={words => set({ [field]: words })}
            />
          ))}
        </SimpleGrid>
      </Collapse>
    </>
  )
}
