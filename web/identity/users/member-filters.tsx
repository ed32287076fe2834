import { choiceParam } from '../../core/layout/search-params.ts'
import { ChoiceChip } from '../../core/ui/choice-chip.tsx'
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
  <>
    <SearchField
      label="Search people"
      value={filters.query}
      onSearch={query => onChange({ query }, { replace: true })}
    />
    <ChoiceChip
      label="State"
      options={STATES}
      chosen={[filters.state ?? []].flat()}
      onChoose={([state]) => onChange({ state: choiceParam(state, values) })}
      single
    />
  </>
)
