import { sql } from 'kysely'
import { inChunks } from '../../core/db/chunks.ts'
import type { Db } from '../../core/db/database.ts'
import { lookUpOn } from '../../core/db/look-up.ts'
import type { EntityRow } from './entities.ts'

export type NamedEntity = Pick<EntityRow, 'id' | 'tag' | 'type'>

/** The entities by each of these tags or identifiers that names one, a few hundred names a statement. */
export const entitiesNamed = async (db: Db, names: Iterable<string>): Promise<Map<string, NamedEntity>> => {
  const found = new Map<string, NamedEntity>()
  await inChunks([...new Set(names)], async some => {
    const rows = await db
      .selectFrom('entities')
      .select(['id', 'tag', 'type'])
      .where(eb => eb.or([eb('tag', 'in', some), eb('id', 'in', some)]))
      .execute()
    for (const row of rows) found.set(row.tag, row).set(row.id, row)
  })
  return found
}

/** Those of these lower-case tags that exist, in any letter case. */
export const entitiesTagged = async (db: Db, tags: readonly string[]): Promise<Set<string>> => {
  const found = new Set<string>()
  const join = sql.raw(lookUpOn(db)('entities e', 'lower(e.tag) = w.column1'))
  await inChunks(tags, async some => {
    const wanted = sql.join(some.map(tag => sql`(${tag})`))
    const { rows } = await sql<{ tag: string }>`select w.column1 as tag from (values ${wanted}) as w ${join}`.execute(
      db,
    )
    for (const { tag } of rows) found.add(tag)
  })
  return found
}
