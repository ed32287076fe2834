import { Checkbox } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { listCatalogFilters } from '../../../contract/catalog/catalog.ts'
import { ask } from '../../core/api/queries.ts'
import { ChoiceChip } from '../../core/ui/choice-chip.tsx'
import { SearchField } from '../../core/ui/search-field.tsx'
import { useTypeNames } from '../types/type-names.ts'
import type { catalogSearch } from './catalog-search.ts'

type Filters = ReturnType<typeof catalogSearch>
type Change = (change: Partial<Filters>, how?: { replace?: boolean }) => void

type Counted = readonly { value: string; count: number }[]

const asItIs = (value: string) => value

const withCounts = (values: Counted = [], nameOf = asItIs) =>
  values.map(({ value, count }) => ({ value, label: `${nameOf(value)} (${count})` }))

export const CatalogFilters = ({ filters, onChange }: { filters: Filters; onChange: Change }) => {
  const { data } = useQuery(ask(listCatalogFilters, {}))
  const nameOf = useTypeNames()
  return (
    <>
      <SearchField
        label="Search entities"
        value={filters.query}
        onSearch={query => onChange({ query }, { replace: true })}
      />
      <ChoiceChip
        label="Type"
        options={withCounts(data?.types, nameOf)}
        chosen={filters.types}
        onChoose={types => onChange({ types })}
      />
      <ChoiceChip
        label="Group"
        options={withCounts(data?.groups)}
        chosen={filters.groups}
        onChoose={groups => onChange({ groups })}
      />
      <ChoiceChip
        label="Owner"
        options={withCounts(data?.owners)}
        chosen={filters.owners}
        onChoose={owners => onChange({ owners })}
      />
      {filters.violatesSchema && (
        <Checkbox label="Schema not satisfied" checked onChange={() => onChange({ violatesSchema: undefined })} />
      )}
      <Checkbox
        label="Include archived"
        checked={filters.includeArchived ?? false}
        onChange={event => onChange({ includeArchived: event.currentTarget.checked || undefined })}
      />
    </>
  )
}
