import { Checkbox } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { COUNTED_BY, listCatalogFilters } from '../../../contract/catalog/catalog.ts'
import { CATALOG_COLUMNS } from '../../../contract/catalog/views.ts'
import { ask } from '../../core/api/queries.ts'
import { choiceParam } from '../../core/layout/search-params.ts'
import { ChoiceChip } from '../../core/ui/choice-chip.tsx'
import { SearchField } from '../../core/ui/search-field.tsx'
import { useTypeNames } from '../types/type-names.ts'
import { type CatalogSearch, catalogSearch, FIRST_COLUMNS } from './catalog-search.ts'
import { COLUMN_NAMES } from './entity-columns.tsx'

type Change = (change: Partial<CatalogSearch>, how?: { replace?: boolean }) => void
type Props = { filters: CatalogSearch; onChange: Change }

type Counted = readonly { value: string; count: number }[]

const asItIs = (value: string) => value

const withCounts = (values: Counted = [], nameOf = asItIs) =>
  values.map(({ value, count }) => ({ value, label: `${nameOf(value)} (${count})` }))

/** Filters that only links and groups set. They are shown while they are set. */
const RARE = {
  violatesSchema: 'Schema not satisfied',
  unowned: 'Without an owner',
  ungrouped: 'In no group',
} as const

const RareFilters = ({ filters, onChange }: Props) =>
  (['violatesSchema', 'unowned', 'ungrouped'] as const).map(
    name =>
      filters[name] && (
        <Checkbox key={name} label={RARE[name]} checked onChange={() => onChange({ [name]: undefined })} />
      ),
  )

const GROUPINGS = { type: 'Type', owner: 'Owner', group: 'Group' } as const

const Appearance = ({ filters: { columns, groupBy }, onChange }: Props) => (
  <>
    <ChoiceChip
      label="Group by"
      any="No grouping"
      single
      options={COUNTED_BY.map(value => ({ value, label: GROUPINGS[value] }))}
      chosen={groupBy ? [groupBy] : []}
      onChoose={([value]) => onChange({ groupBy: choiceParam(value, COUNTED_BY), open: [] })}
    />
    <ChoiceChip
      label="Columns"
      any="Default columns"
      options={CATALOG_COLUMNS.map(value => ({ value, label: COLUMN_NAMES[value] }))}
      chosen={columns.length > 0 ? columns : FIRST_COLUMNS}
      onChoose={columns => onChange(catalogSearchColumns(columns))}
    />
  </>
)

const catalogSearchColumns = (columns: readonly string[]) => ({ columns: catalogSearch({ columns }).columns })

export const CatalogFilters = ({ filters, onChange }: Props) => {
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
      <RareFilters filters={filters} onChange={onChange} />
      <Appearance filters={filters} onChange={onChange} />
      <Checkbox
        label="Include archived"
        checked={filters.includeArchived ?? false}
        onChange={event => onChange({ includeArchived: event.currentTarget.checked || undefined })}
      />
    </>
  )
}
