import { listEntities, MOST_RANKED } from '../../../contract/catalog/catalog.ts'
import { ListPage, PAGE_SIZE } from '../../core/layout/list-page.tsx'
import { columnsOf } from '../entities/entity-columns.tsx'
import { type DomainFrame, NoDomains } from './domain-tree.tsx'
import type { DomainFilters } from './domains-search.ts'

type Props = { frame: DomainFrame; filters: DomainFilters; onChange: (change: Partial<DomainFilters>) => void }

const COLUMNS = columnsOf([])

/** Search results, best match first. */
export const DomainList = ({ frame, filters: { query, page = 0 }, onChange }: Props) => (
  <ListPage
    {...frame}
    operation={listEntities}
    input={{ query: { types: ['domain'], query, page, pageSize: PAGE_SIZE, hierarchyDepth: '0', includeOwners: true } }}
    rows={({ entities }) => entities}
    columns={COLUMNS}
    sorts={[]}
    rowKey={({ id }) => id}
    noun={['domain', 'domains']}
    most={MOST_RANKED}
    empty={<NoDomains />}
    page={page}
    onPage={page => onChange({ page })}
    isFiltered
    onClear={() => onChange({ query: undefined })}
  />
)
