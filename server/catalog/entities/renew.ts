/** What is kept of entities beside their descriptors is made again where an upgrade has changed its form. */
import { setImmediate } from 'node:timers/promises'
import type { Db } from '../../core/db/database.ts'
import { storeText } from '../../core/db/search.ts'
import type { Job } from '../../core/jobs/kinds.ts'
import { readDocument } from './document.ts'
import { insertGroups, insertMembers, searchText } from './entities.ts'
import { OWN_FORMAT, storeOwns } from './own.ts'

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
    .select(['e.id', 'e.tag', 'e.name', 'e.description', 'e.document', 'o.id as own'])
    .where('e.id', '>', after)
    .orderBy('e.id')
    .limit(CHUNK)
    .execute()

const renew = async (db: Db, rows: readonly Row[]) => {
  await storeOwns(db, rows)
  for (const { id, tag, name, description, document: text } of rows) {
    const document = readDocument(text)
    await storeText(db, 'entity_texts', { id, text: searchText({ tag, name, description, document }) })
    await db.deleteFrom('entity_groups').where('entity_id', '=', id).execute()
    await insertGroups(db, id, { document })
    await db.deleteFrom('entity_members').where('entity_id', '=', id).execute()
    await insertMembers(db, id, { document })
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
    if (rows.some(({ own }) => own === null)) {
      const from = after
      await write(async db => {
        const missing = (await entitiesAfter(db, from)).filter(row => row.own === null && isReadable(row))
        if (missing.length > 0) await renew(db, missing)
      })
    }
    after = last.id
    await setImmediate() // others are served in between
  }
}
