/** The catalog in groups: the number of entities in each, and the first entities of open groups. */
import { Stack, Text } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { type CatalogCount, type COUNTED_BY, listEntities, MOST_COUNTS } from '../../../contract/catalog/catalog.ts'
import { ask } from '../../core/api/queries.ts'
import { DataTable } from '../../core/layout/data-table.tsx'
import { TextLink } from '../../core/layout/links.tsx'
import { Loaded } from '../../core/layout/loaded.tsx'
import { paths } from '../../core/layout/paths.ts'
import { Count } from '../../core/ui/pager.tsx'
import { TypeGlyph } from '../types/type-glyph.tsx'
import { useTypeNames } from '../types/type-names.ts'
import classes from './catalog-groups.module.css'
import { askedOf, type CatalogSearch } from './catalog-search.ts'
import { columnsOf, withColumns } from './entity-columns.tsx'

const MOST_SHOWN = 10

type By = (typeof COUNTED_BY)[number]
type Group = { key: string; label: string; count: number; only: Partial<CatalogSearch> }

/** No owner or group has a space alone as its name. */
const NONE = ' '

const onlyOf = (by: By, value: string): Partial<CatalogSearch> =>
  by === 'type' ? { types: [value] } : by === 'owner' ? { owners: [value] } : { groups: [value] }

const WITHOUT = {
  owner: { key: NONE, label: 'No owner', only: { unowned: true } },
  group: { key: NONE, label: 'No group', only: { ungrouped: true } },
} as const

type Props = {
  by: By
  counts: readonly CatalogCount[]
  none: number
  total: number
  isComplete: boolean
  filters: CatalogSearch
  onOpen: (open: string[]) => void
}

export const CatalogGroups = ({ by, counts, none, total, isComplete, filters, onOpen }: Props) => {
  const typeName = useTypeNames()
  const nameOf = (value: string) => (by === 'type' ? typeName(value) : value)
  const groups: Group[] = counts.map(({ value, name, count }) => ({
    key: value,
    label: name ?? nameOf(value),
    count,
    only: onlyOf(by, value),
  }))
  if (by !== 'type' && none > 0) groups.push({ ...WITHOUT[by], count: none })
  const toggle = (key: string) =>
    onOpen(filters.open.includes(key) ? filters.open.filter(one => one !== key) : [...filters.open, key])
  return (
    <Stack gap="xs">
      <div className={classes.groups}>
        {groups.map(({ key, ...group }) => (
          <OneGroup
            key={key}
            {...group}
            by={by}
            isOpen={filters.open.includes(key)}
            onToggle={() => toggle(key)}
            filters={filters}
          />
        ))}
      </div>
      <Count total={total} noun={['entity', 'entities']} />
      {!isComplete && (
        <Text c="dimmed" size="xs">
          These are the {MOST_COUNTS} largest groups. Use filters to see other groups.
        </Text>
      )}
    </Stack>
  )
}

type GroupProps = Omit<Group, 'key'> & { by: By; isOpen: boolean; onToggle: () => void; filters: CatalogSearch }

const OneGroup = ({ label, count, only, by, isOpen, onToggle, filters }: GroupProps) => {
  const id = useId()
  const search = { ...filters, view: filters.view, ...only, groupBy: undefined, open: undefined, page: undefined }
  return (
    <section aria-label={label}>
      <div className={classes.head}>
        <button
          type="button"
          className={classes.toggle}
          aria-expanded={isOpen}
          aria-controls={isOpen ? id : undefined}
          onClick={onToggle}
        >
          <IconChevronRight size={16} aria-hidden className={classes.arrow} />
          {by === 'type' && <TypeGlyph type={only.types?.[0] ?? ''} />}
          <span className={classes.label}>{label}</span>
          <span className={classes.count}>{count.toLocaleString('en-US')}</span>
        </button>
        <TextLink to={paths.catalog} search={search} size="xs" aria-label={`Open as a list: ${label}`}>
          Open as a list
        </TextLink>
      </div>
      {isOpen && (
        <div id={id} className={classes.rows}>
          <GroupRows label={label} only={only} filters={filters} />
        </div>
      )}
    </section>
  )
}

const GroupRows = ({ label, only, filters }: Pick<GroupProps, 'label' | 'only' | 'filters'>) => {
  const { query, sort = 'name', order, columns } = filters
  const asked = { ...askedOf(filters), ...only, ...withColumns(columns), pageSize: MOST_SHOWN }
  const found = useQuery(ask(listEntities, { query: { ...asked, ...(query === undefined ? { sort, order } : {}) } }))
  return (
    <Loaded query={found} lines={3}>
      {({ entities, total }) => (
        <>
          <DataTable
            caption={`Entities of ${label}`}
            columns={columnsOf(columns)}
            rows={entities}
            rowKey={({ id }) => id}
            noun={['entity', 'entities']}
            sorts={[]}
          />
          {total > entities.length && (
            <Text c="dimmed" size="xs">
              The first {entities.length} of {total.toLocaleString('en-US')}.
            </Text>
          )}
        </>
      )}
    </Loaded>
  )
}
