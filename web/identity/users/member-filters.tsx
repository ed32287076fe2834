import { Button, Group, Select } from '@mantine/core'
import { choiceParam } from '../../core/layout/search-params.ts'
import { EmptyState } from '../../core/ui/empty-state.tsx'
import { SearchField } from '../../core/ui/search-field.tsx'
import type { membersSearch } from './members-search.ts'

type Filters = ReturnType<typeof membersSearch>
type Props = { filters: Filters; onChange: (change: Partial<Filters>, how?: { replace?: boolean }) => void }

const STATES = [
  { value: 'ACTIVE', label: 'Active' },
  { value: 'INVITED', label: 'Invited' },
  { value: 'DEACTIVATED', label: 'Deactivated' },
] as const

const values = STATES.map(({ value }) => value)

export const MemberFilters = ({ filters, onChange }: Props) => (
  <Group gap="sm">
    <SearchField
      label="Search people"
      value={filters.query}
      onSearch={query => onChange({ query }, { replace: true })}
    />
    <Select
      aria-label="State"
      placeholder="Any state"
      size="xs"
      w={160}
      data={[...STATES]}
      clearable
      clearButtonProps={{ 'aria-label': 'Any state' }}
      value={filters.state ?? null}
      onChange={value => onChange({ state: choiceParam(value, values) })}
    />
  </Group>
)

export const NoMembers = ({ onClear }: { onClear: () => void }) => (
  <EmptyState
    action={
      <Button variant="default" onClick={onClear}>
        Clear filters
      </Button>
    }
  >
    Nothing matches.
  </EmptyState>
)
