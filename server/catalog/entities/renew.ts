/** What is kept of entities beside their descriptors is made again where an upgrade has changed its form. */
import { setImmediate } from 'node:timers/promises'
import { type SqlBool, sql } from 'kysely'
import type { Db } from '../../core/db/database.ts'
import { storeText } from '../../core/db/search.ts'
import type { Job } from '../../core/jobs/kinds.ts'
import { type Entity, readDocument } from './document.ts'
import { insertGroups, insertMembers, insertTeamGroups, searchText, sortedName } from './entities.ts'
import { blocksIn, keepBlocks } from './kept-blocks.ts'
import { OWN_FORMAT, storeOwns } from './own.ts'
import { describeSoon } from './reading.ts'

const CHUNK = 200

type Row = Awaited<ReturnType<typeof entitiesAfter>>[number]

const isReadable = ({ document }: Row) => {
  try {
    return Boolean(readDocument(document))
  } catch {
    return false
  }
}

/** Some entities and whether their texts have the format of now. */
const entitiesAfter = (db: Db, after: string) =>
  db
    .selectFrom('entities as e')
    .leftJoin('entity_own as o', join => join.onRef('o.id', '=', 'e.id').on('o.format', '=', OWN_FORMAT))
    .select(['e.id', 'e.tag', 'e.name', 'e.description', 'e.document', 'e.version', 'e.updated_at', 'o.id as own'])
    .where('e.id', '>', after)
    .orderBy('e.id')
    .limit(CHUNK)
    .execute()

type Found = Pick<Entity, 'declared' | 'document'> & { readonly version: number }

const DECLARING = sql<SqlBool>`(s.descriptor like '%x-cortex-dependency%' or s.descriptor like '%x-cortex-relationships%'
  or s.descriptor like '%x-cortex-custom-metadata%' or s.descriptor like '%x-cortex-team%')`

/** What these descriptors say in blocks of which older versions kept less; read on the threads of descriptors, one after the other. */
const declaredBy = async (db: Db, ids: readonly string[], signal: AbortSignal): Promise<Map<string, Found>> => {
  const rows = await db
    .selectFrom('entity_sources as s')
    .innerJoin('entities as e', 'e.id', 's.id')
    .select(['s.id', 's.descriptor', 'e.version'])
    .where('s.id', 'in', ids)
    .where(DECLARING)
    .execute()
  const found = new Map<string, Found>()
  for (const { id, descriptor, version } of rows) {
    const { entity } = await describeSoon({ who: 'renewal', signal }, descriptor)
    if (entity) found.set(id, { declared: entity.declared, document: entity.document, version })
  }
  return found
}

/** The document that its descriptor makes now. Nothing that is older than the entity: what changed since was kept by its own write. */
const readAgain = (row: Row, found: Found | undefined): Row =>
  found?.version === row.version ? { ...row, document: JSON.stringify(found.document) } : row

const renewDeclared = async (db: Db, row: Row, found: Found | undefined) => {
  if (found?.version !== row.version) return
  await db.updateTable('entities').set({ document: row.document }).where('id', '=', row.id).execute()
  if (blocksIn(found.declared).length > 0)
    await keepBlocks(db, { id: row.id, tag: row.tag, now: row.updated_at, declared: found.declared })
}

const renew = async (db: Db, rows: readonly Row[]) => {
  await storeOwns(db, rows)
  for (const { id, tag, name, description, document: text } of rows) {
    const document = readDocument(text)
    await db
      .updateTable('entities')
      .set({ folded_name: sortedName(name) })
      .where('id', '=', id)
      .execute()
    await storeText(db, 'entity_texts', { id, text: searchText({ tag, name, description, document }) })
    await db.deleteFrom('entity_groups').where('entity_id', '=', id).execute()
    await insertGroups(db, id, { document })
    await db.deleteFrom('entity_members').where('entity_id', '=', id).execute()
    await insertMembers(db, id, { document })
    await db.deleteFrom('entity_team_groups').where('entity_id', '=', id).execute()
    await insertTeamGroups(db, id, { document })
  }
}

/**
 * Writes the texts that are missing, or have another format: entities from before an upgrade, which are read from their documents until
 * then. Each chunk is read again in its transaction, so that nothing older than its document is written.
 */
export const renewOwn = async ({ database, write, signal }: Pick<Job, 'database' | 'write' | 'signal'>) => {
  for (let after = ''; ; ) {
    signal.throwIfAborted()
    const rows = await entitiesAfter(database.db, after)
    const last = rows.at(-1)
    if (!last) return
    const outdated = rows.flatMap(({ id, own }) => (own === null ? [id] : []))
    if (outdated.length > 0) {
      const from = after
      const found = await declaredBy(database.db, outdated, signal)
      await write(async db => {
        const there = (await entitiesAfter(db, from)).filter(row => row.own === null && isReadable(row))
        const missing = there.map(row => readAgain(row, found.get(row.id)))
        if (missing.length > 0) await renew(db, missing)
        for (const row of missing) await renewDeclared(db, row, found.get(row.id))
      })
    }
    after = last.id
    await setImmediate() // others are served in between
  }
}
