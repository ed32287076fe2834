/** What the bulk deletes of deploys select, with what their answers show of it. */
import { sql } from 'kysely'
import { MOST_SHOWN_DELETED } from '../../../contract/catalog/deploys.ts'
import type { Db } from '../../core/db/database.ts'
import type { Selection } from '../../core/http/bulk-delete.ts'
import type { EntityRow } from '../entities/entities.ts'
import { filtersIn, type Row, selected } from './deploys.ts'

type Filters = Parameters<typeof selected>[0]
export type Selected = Selection & { readonly shown: readonly Row[] }

const changesOf = (filters: Filters) =>
  Object.fromEntries(filtersIn(filters).map(([name, value]) => [name, { before: value }]))

/** Of one entity, with the newest of them. */
export const selectOfEntity = async (db: Db, entity: EntityRow, filters: Filters): Promise<Selected> => {
  const where = selected(filters, entity)
  const { rows } = await sql<Row>`select * from deploys where ${where} order by at desc, uuid desc limit 1`.execute(db)
  const changes = { entity: { before: entity.tag }, ...changesOf(filters) }
  const entry = { objectType: 'DEPLOY', objectIdentifier: entity.tag, changes } as const
  return { table: 'deploys', key: 'uuid', where, entry, shown: rows }
}

/** Of all entities, with those that go first. */
export const selectAll = async (db: Db, filters: Filters): Promise<Selected> => {
  const where = selected(filters)
  const { rows } =
    await sql<Row>`select * from deploys where ${where} order by uuid limit ${MOST_SHOWN_DELETED}`.execute(db)
  const entry = { objectType: 'DEPLOY', objectIdentifier: 'all entities', changes: changesOf(filters) } as const
  return { table: 'deploys', key: 'uuid', where, entry, shown: rows }
}
