/** The rows of entity types, and which of their entities are marked. */
import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import { inChunks } from '../../core/db/chunks.ts'
import type { Db } from '../../core/db/database.ts'
import type { Page } from '../../core/db/page.ts'
import { notFound } from '../../core/problems/problems.ts'
import type { EntityTypes } from './tables.ts'

export type TypeRow = Selectable<EntityTypes>

/** Types are the same whatever their letter case, as the filters of lists have it. */
export const keyOf = (type: string) => type.toLowerCase()

export const typeOrNone = (db: Db, type: string): Promise<TypeRow | undefined> =>
  db.selectFrom('entity_types').selectAll().where('key', '=', keyOf(type)).executeTakeFirst()

/** @throws Problem 404 */
export const findType = async (db: Db, type: string): Promise<TypeRow> => {
  const row = await typeOrNone(db, type)
  if (!row) throw notFound(`There is no entity type ${type}.`)
  return row
}

export const listTypes = async (db: Db, { withBuiltIn, page }: { withBuiltIn: boolean; page: Page }) => {
  const sources: EntityTypes['source'][] = withBuiltIn ? ['CORTEX', 'CUSTOM'] : ['CUSTOM']
  const types = db.selectFrom('entity_types').where('source', 'in', sources)
  const rows = await types
    .selectAll()
    .orderBy('key')
    .limit(page.pageSize)
    .offset(page.page * page.pageSize)
    .execute()
  const { total } = await types.select(eb => eb.fn.countAll().as('total')).executeTakeFirstOrThrow()
  return { rows, total: Number(total) }
}

/** False where there is such a type already. */
export const insertType = async (db: Db, row: TypeRow): Promise<boolean> => {
  const inserted = await db
    .insertInto('entity_types')
    .values(row)
    .onConflict(on => on.column('key').doNothing())
    .returning('key')
    .executeTakeFirst()
  return inserted !== undefined
}

export const replaceType = async (db: Db, { key, ...row }: TypeRow) => {
  await db.updateTable('entity_types').set(row).where('key', '=', key).execute()
}

export const deleteType = async (db: Db, { key }: TypeRow) => {
  await db.deleteFrom('entity_types').where('key', '=', key).execute()
}

/** All entities of the type, archived ones too. */
const OF_TYPE = (key: string) => sql<boolean>`lower(type) = ${key}`

export const countOfType = async (db: Db, { key }: TypeRow): Promise<number> => {
  const { count } = await db
    .selectFrom('entities')
    .select(eb => eb.fn.countAll().as('count'))
    .where(OF_TYPE(key))
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Some entities of the type in the order of their ids. */
export const versionsAfter = (db: Db, key: string, { after, most }: { after: string; most: number }) =>
  db
    .selectFrom('entities')
    .select(['id', 'version'])
    .where(OF_TYPE(key))
    .where('id', '>', after)
    .orderBy('id')
    .limit(most)
    .execute()

/** Marks these entities of the type, and no others. */
export const markUnfit = async (db: Db, key: string, ids: readonly string[]) => {
  await db
    .updateTable('entities')
    .set({ violates_schema: 0 })
    .where(OF_TYPE(key))
    .where('violates_schema', '=', 1)
    .execute()
  await inChunks(ids, some => db.updateTable('entities').set({ violates_schema: 1 }).where('id', 'in', some).execute())
}
