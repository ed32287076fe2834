import { Button, Collapse, Group, MultiSelect, SimpleGrid, Stack, TagsInput } from '@mantine/core'
import { useId, useState } from 'react'
import type { RawSearch } from '../../core/layout/search-params.ts'
import { auditSearch } from './audit-search.ts'
import { ACTION_WORDS, ACTOR_WORDS, choices, OUTCOME_WORDS, useObjectChoices } from './audit-words.ts'
import { TimeField } from './time-field.tsx'

export type AuditFilterValues = ReturnType<typeof auditSearch>
type Props = { filters: AuditFilterValues; onChange: (change: Partial<AuditFilterValues>) => void }

export const isFiltered = ({ page: _, ...filters }: AuditFilterValues) =>
  Object.values(filters).some(value => value !== undefined && value.length > 0)

export const noFilters = auditSearch({})

const columns = { base: 1, xs: 2, md: 3, xl: 6 } as const

const hasMore = ({ objectIdentifiers, actorEmails, actorApiKeyIdentifiers, actorIpAddresses }: AuditFilterValues) =>
  [objectIdentifiers, actorEmails, actorApiKeyIdentifiers, actorIpAddresses].some(values => values.length > 0)

/** What is chosen goes straight to the address bar, which also decides what is chosen. */
export const AuditFilters = ({ filters, onChange }: Props) => {
  const moreId = useId()
  const [isOpen, setOpen] = useState(() => hasMore(filters))
  /** The reader of the address knows which values exist. */
  const set = (change: RawSearch) => onChange(auditSearch({ ...filters, page: undefined, ...change }))
  return (
    <Stack gap="xs">
      <MainFilters filters={filters} set={set} />
      <Collapse id={moreId} expanded={isOpen}>
        <MoreFilters filters={filters} set={set} />
      </Collapse>
      <Group gap="xs">
        <Button
          variant="subtle"
          size="compact-sm"
          aria-expanded={isOpen}
          aria-controls={moreId}
          onClick={() => setOpen(open => !open)}
        >
          {isOpen ? 'Fewer filters' : 'More filters'}
        </Button>
        {isFiltered(filters) && (
          <Button variant="subtle" size="compact-sm" onClick={() => onChange(noFilters)}>
            Clear filters
          </Button>
        )}
      </Group>
    </Stack>
  )
}

type FieldsProps = { filters: AuditFilterValues; set: (change: RawSearch) => void }

const MainFilters = ({ filters, set }: FieldsProps) => {
  const objects = useObjectChoices()
  return (
    <SimpleGrid cols={columns} spacing="sm" verticalSpacing="xs">
      <TimeField label="From" value={filters.startTime} onChange={startTime => set({ startTime })} />
      <TimeField label="Until" value={filters.endTime} onChange={endTime => set({ endTime })} />
      <Several
        label="Actions"
        data={choices(ACTION_WORDS)}
        value={filters.actions}
        onChange={actions => set({ actions })}
      />
      <Several
        label="Object types"
        data={objects}
        value={filters.objectTypes}
        onChange={objectTypes => set({ objectTypes })}
      />
      <Several
        label="Actors"
        data={choices(ACTOR_WORDS)}
        value={filters.actorTypes}
        onChange={actorTypes => set({ actorTypes })}
      />
      <Several
        label="Outcomes"
        data={choices(OUTCOME_WORDS)}
        value={filters.outcomes}
        onChange={outcomes => set({ outcomes })}
      />
    </SimpleGrid>
  )
}

/** What is asked for less often. */
const MoreFilters = ({ filters, set }: FieldsProps) => (
  <SimpleGrid cols={{ base: 1, xs: 2, xl: 4 }} spacing="sm" verticalSpacing="xs">
    <Words label="Actor emails" value={filters.actorEmails} onChange={actorEmails => set({ actorEmails })} />
    <Words
      label="Object identifiers"
      value={filters.objectIdentifiers}
      onChange={objectIdentifiers => set({ objectIdentifiers })}
    />
    <Words
      label="Token and key identifiers"
      value={filters.actorApiKeyIdentifiers}
      onChange={actorApiKeyIdentifiers => set({ actorApiKeyIdentifiers })}
    />
    <Words
      label="Addresses"
      value={filters.actorIpAddresses}
      onChange={actorIpAddresses => set({ actorIpAddresses })}
    />
  </SimpleGrid>
)

type Field = { label: string; value: string[]; onChange: (value: string[]) => void }

const Several = ({ data, ...field }: Field & { data: { value: string; label: string }[] }) => (
  <MultiSelect
    {...field}
    size="xs"
    data={data}
    placeholder={field.value.length === 0 ? 'Any' : undefined}
    hidePickedOptions
  />
)

const Words = (field: Field) => (
  <TagsInput
    {...field}
    size="xs"
    placeholder={field.value.length === 0 ? 'Type, then Enter' : undefined}
    maxTags={50}
    acceptValueOnBlur
  />
)
