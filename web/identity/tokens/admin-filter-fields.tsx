import { Group } from '@mantine/core'
import { type Choice, ChoiceChip } from '../../core/ui/choice-chip.tsx'
import { FieldChip } from '../../core/ui/filter-bar.tsx'
import { SearchField } from '../../core/ui/search-field.tsx'
import { ACCESS_CHOICES, type AdminFilters, EXPIRY_CHOICES, USED_CHOICES } from './admin-filters.ts'
import { StateControl } from './state-control.tsx'
import { personalTokensSearch } from './tokens-search.ts'

type Props = {
  filters: AdminFilters
  onChange: (change: Partial<AdminFilters>, options?: { replace?: boolean }) => void
}

const CHOICES: readonly { label: string; field: 'used' | 'expiry' | 'access'; options: readonly Choice[] }[] = [
  { label: 'Use', field: 'used', options: USED_CHOICES },
  { label: 'Expiry', field: 'expiry', options: EXPIRY_CHOICES },
  { label: 'Access', field: 'access', options: ACCESS_CHOICES },
]

const DAYS = [
  { label: 'Created from', field: 'createdAfter' },
  { label: 'Created before', field: 'createdBefore' },
] as const

/** What is chosen goes straight to the address bar, which also decides what is chosen. */
export const AdminFilterFields = ({ filters, onChange }: Props) => {
  const set = (field: string, value: string | undefined) =>
    onChange(personalTokensSearch({ ...filters, [field]: value }))
  return (
    <>
      <SearchField
        label="Search tokens and owners"
        value={filters.query}
        onSearch={query => onChange({ query }, { replace: true })}
      />
      <StateControl filters={filters} onChange={onChange} />
      {CHOICES.map(({ label, field, options }) => (
        <ChoiceChip
          key={field}
          label={label}
          options={options}
          chosen={[filters[field] ?? []].flat()}
          onChoose={([value]) => set(field, value)}
          single
        />
      ))}
      <Group gap="xs">
        {DAYS.map(({ label, field }) => (
          <FieldChip
            key={field}
            label={label}
            type="date"
            max="9999-12-31"
            value={filters[field] ?? ''}
            onChange={event => set(field, event.currentTarget.value)}
          />
        ))}
      </Group>
    </>
  )
}
