import { Button, Group, NativeSelect, SegmentedControl, TextInput } from '@mantine/core'
import { SearchField } from '../../core/ui/search-field.tsx'
import { ACCESS_CHOICES, type AdminFilters, EXPIRY_CHOICES, isFiltered, USED_CHOICES } from './admin-filters.ts'
import { TOKEN_STATES, tokenState } from './token-states.ts'
import { personalTokensSearch } from './tokens-search.ts'

type Props = {
  filters: AdminFilters
  onChange: (change: Partial<AdminFilters>, options?: { replace?: boolean }) => void
}

/** What is chosen goes straight to the address bar, which also decides what is chosen. */
export const AdminFilterFields = ({ filters, onChange }: Props) => {
  const set = (change: Record<string, string>) => onChange(personalTokensSearch({ ...filters, ...change }))
  return (
    <Group gap="sm" align="flex-end">
      <SearchField
        label="Search tokens and owners"
        value={filters.query}
        onSearch={query => onChange({ query }, { replace: true })}
      />
      <SegmentedControl
        aria-label="Which tokens"
        size="xs"
        data={TOKEN_STATES}
        value={filters.state ?? 'active'}
        onChange={value => onChange({ state: tokenState(value) })}
      />
      <Choice label="Use" data={USED_CHOICES} value={filters.used} onChange={used => set({ used })} />
      <Choice label="Expiry" data={EXPIRY_CHOICES} value={filters.expiry} onChange={expiry => set({ expiry })} />
      <Choice label="Access" data={ACCESS_CHOICES} value={filters.access} onChange={access => set({ access })} />
      <Day label="Created from" value={filters.createdAfter} onChange={createdAfter => set({ createdAfter })} />
      <Day label="Created before" value={filters.createdBefore} onChange={createdBefore => set({ createdBefore })} />
      {isFiltered(filters) && (
        <Button variant="subtle" size="compact-sm" onClick={() => onChange(personalTokensSearch({}))}>
          Clear filters
        </Button>
      )}
    </Group>
  )
}

type ChoiceProps = {
  label: string
  data: readonly { value: string; label: string }[]
  value: string | undefined
  onChange: (value: string) => void
}

const Choice = ({ label, data, value, onChange }: ChoiceProps) => (
  <NativeSelect
    label={label}
    size="xs"
    data={[{ value: '', label: 'Any' }, ...data]}
    value={value ?? ''}
    onChange={event => onChange(event.currentTarget.value)}
  />
)

const Day = ({ label, value, onChange }: Omit<ChoiceProps, 'data'>) => (
  <TextInput
    label={label}
    size="xs"
    type="date"
    max="9999-12-31"
    value={value ?? ''}
    onChange={event => onChange(event.currentTarget.value)}
  />
)
