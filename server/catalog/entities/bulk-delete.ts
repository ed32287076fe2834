/** Deletes entities by type, by identifier, or by both. */
import { type SqlBool, sql } from 'kysely'
import { deleteEntities } from '../../../contract/catalog/catalog.ts'
import type { QueryOf } from '../../../contract/core/operation.ts'
import type { Db } from '../../core/db/database.ts'
import { onBulkDelete, type Selection } from '../../core/http/bulk-delete.ts'
import { badRequest } from '../../core/problems/problems.ts'

/** Each takes the rows of its parts with it. */
const SOME = 200
/** Tags that the audit log names. */
const MOST_NAMED = 100

const conditionOf = ({ types, ids }: QueryOf<typeof deleteEntities>) => {
  const lowered = types?.map(type => type.toLowerCase())
  return sql.join(
    [
      ...(lowered?.length ? [sql<SqlBool>`lower(type) in (${sql.join(lowered)})`] : []),
      ...(ids?.length
        ? [
            sql<SqlBool>`id in (select id from entities where id in (${sql.join(ids)})
            union select id from entities where tag in (${sql.join(ids)}))`,
          ]
        : []),
    ],
    sql` and `,
  )
}

const select = async (db: Db, query: QueryOf<typeof deleteEntities>): Promise<Selection> => {
  const { types = [], ids = [] } = query
  if (types.length + ids.length === 0)
    throw badRequest('types: use types, ids or both. All entities at once are never deleted.', 'types')
  const where = sql<SqlBool>`${conditionOf(query)}`
  const { rows } = await sql<{
    tag: string
  }>`select tag from entities where ${where} order by id limit ${MOST_NAMED}`.execute(db)
  const named = {
    ...(types.length > 0 && { types: { before: types } }),
    ...(ids.length > 0 && { ids: { before: ids } }),
  }
  return {
    table: 'entities',
    key: 'id',
    where,
    some: SOME,
    entry: {
      objectType: 'ENTITY',
      objectIdentifier: rows.length === 1 ? (rows[0]?.tag ?? '') : 'several entities',
      changes: { ...named, entities: { before: rows.map(({ tag }) => tag) } },
    },
  }
}

export const deleteEntitiesRoute = onBulkDelete(deleteEntities, { select: ({ query }, { db }) => select(db, query) })
