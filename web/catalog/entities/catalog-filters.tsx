import { Checkbox, Group, MultiSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { listCatalogFilters } from '../../../contract/catalog/catalog.ts'
import { ask } from '../../core/api/queries.ts'
import { SearchField } from '../../core/ui/search-field.tsx'
import type { catalogSearch } from './catalog-search.ts'

type Filters = ReturnType<typeof catalogSearch>
type Change = (change: Partial<Filters>, how?: { replace?: boolean }) => void

export const CatalogFilters = ({ filters, onChange }: { filters: Filters; onChange: Change }) => {
  const { data } = useQuery(ask(listCatalogFilters, {}))
  return (
    <Group gap="sm">
      <SearchField
        label="Search entities"
        value={filters.query}
        onSearch={query => onChange({ query }, { replace: true })}
      />
      <Choice label="Type" options={data?.types} chosen={filters.types} onChoose={types => onChange({ types })} />
      <Choice label="Group" options={data?.groups} chosen={filters.groups} onChoose={groups => onChange({ groups })} />
      <Choice label="Owner" options={data?.owners} chosen={filters.owners} onChoose={owners => onChange({ owners })} />
      <Checkbox
        size="xs"
        label="Archived too"
        checked={filters.includeArchived ?? false}
        onChange={event => onChange({ includeArchived: event.currentTarget.checked || undefined })}
      />
    </Group>
  )
}

type ChoiceProps = {
  label: string
  options: readonly { value: string; count: number }[] | undefined
  chosen: string[]
  onChoose: (chosen: string[]) => void
}

/** What the address asks for is shown even where no entity has it. */
const Choice = ({ label, options = [], chosen, onChoose }: ChoiceProps) => {
  const counts = new Map(options.map(({ value, count }) => [value, count]))
  const values = [...new Set([...counts.keys(), ...chosen])]
  return (
    <MultiSelect
      aria-label={label}
      placeholder={chosen.length === 0 ? label : undefined}
      size="xs"
      w={160}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': `Any ${label.toLowerCase()}` }}
      nothingFoundMessage="Nothing matches."
      data={values}
      renderOption={({ option }) => `${option.value} (${counts.get(option.value) ?? 0})`}
      limit={200}
      value={chosen}
      onChange={onChoose}
    />
  )
}
