/** The rows of custom data: of each key one value from each source, of which one wins. */
import { randomInt } from 'node:crypto'
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { NewCustomData } from '../../../contract/catalog/custom-data.ts'
import { inChunks } from '../../core/db/chunks.ts'
import { compiled, compiledRows } from '../../core/db/compiled.ts'
import type { Db } from '../../core/db/database.ts'
import { iso } from '../../core/problems/instant.ts'
import type { DeclaredData } from '../entities/document.ts'
import type { KeptEntity } from '../entities/kept-blocks.ts'
import type { CustomDataRows } from './tables.ts'

export type Row = CustomDataRows
export type Source = Row['source']

/** The lowest wins. What is hidden is a value of the descriptor that was deleted until the descriptor is written again. */
export const RANK = { FORCED: 0, YAML: 1, API: 2, INTEGRATION: 3, HIDDEN: 4 } as const

const LARGEST_NUMBER = 2 ** 47

/** On the row `c`: that it wins. */
export const WINS_TEXT = `c.rank < ${RANK.HIDDEN} and not exists
  (select 1 from custom_data w where w.entity_id = c.entity_id and w.key = c.key and w.rank < c.rank)`
export const WINS: RawBuilder<SqlBool> = sql.raw(WINS_TEXT)

type New = Pick<NewCustomData, 'key' | 'value' | 'description'>

export const newRow = (
  entityId: string,
  { key, value, description }: New,
  {
    source,
    force = false,
    now,
  }: { readonly source: Source; readonly force?: boolean | undefined; readonly now: number },
): Row => ({
  entity_id: entityId,
  key,
  source,
  rank: force ? RANK.FORCED : RANK[source],
  number: randomInt(LARGEST_NUMBER),
  value,
  description: description ?? null,
  updated_at: now,
})

const upsertRows = compiledRows((db, rows: readonly Row[]) =>
  db
    .insertInto('custom_data')
    .values(rows)
    .onConflict(on =>
      on
        .columns(['entity_id', 'key', 'source'])
        .doUpdateSet(eb => ({
          rank: eb.ref('excluded.rank'),
          value: eb.ref('excluded.value'),
          description: eb.ref('excluded.description'),
          updated_at: eb.ref('excluded.updated_at'),
        }))
        .where(sql<SqlBool>`custom_data.value <> excluded.value or custom_data.rank <> excluded.rank
          or custom_data.description is distinct from excluded.description`),
    )
    .returning(['entity_id', 'key', 'number']),
)

/** Adds rows or replaces what they say; those that say the same stay as they are. Answers which ones were written. */
export const storeRows = async (db: Db, rows: readonly Row[]) => {
  const written: Pick<Row, 'entity_id' | 'key' | 'number'>[] = []
  await inChunks(rows, async some => void written.push(...(await upsertRows(db, some))))
  return written
}

type OfEntity = { readonly id: string }

const selectDeclared = compiled((db, { id }: OfEntity) =>
  db.selectFrom('custom_data').select('key').where('entity_id', '=', id).where('source', '=', 'YAML'),
)

const unforce = compiled((db, { id }: OfEntity) =>
  db.updateTable('custom_data').set({ rank: RANK.API }).where('entity_id', '=', id).where('rank', '=', RANK.FORCED),
)

const removeUndeclared = async (db: Db, { id }: OfEntity, declared: readonly DeclaredData[]) => {
  const keys = new Set(declared.map(({ key }) => key))
  const gone = (await selectDeclared(db, { id })).flatMap(({ key }) => (keys.has(key) ? [] : [key]))
  await inChunks(gone, some =>
    db
      .deleteFrom('custom_data')
      .where('entity_id', '=', id)
      .where('source', '=', 'YAML')
      .where('key', 'in', some)
      .execute(),
  )
}

/** Replaces the values of a descriptor. They win again over all forced values. */
export const keepDeclared = async (
  db: Db,
  { id, isNew, now }: KeptEntity,
  declared: readonly DeclaredData[],
): Promise<void> => {
  if (!isNew) await removeUndeclared(db, { id }, declared)
  await storeRows(
    db,
    declared.map(one => newRow(id, one, { source: 'YAML', now })),
  )
  if (!isNew) await unforce(db, { id })
}

/** The entities that have values forced over the descriptor since it was last written. */
export const forcedIn = async (db: Db, ids: readonly string[]): Promise<string[]> => {
  const rows = await db
    .selectFrom('custom_data')
    .select('entity_id')
    .distinct()
    .where('entity_id', 'in', ids)
    .where('rank', 'in', [RANK.FORCED, RANK.HIDDEN])
    .execute()
  return rows.map(({ entity_id }) => entity_id)
}

/** A row as an answer has it, in JSON: the value is JSON already. */
export const presentText = (row: Row, overridden = false): string => {
  const { number: id, key, value, description, source, updated_at } = row
  const rest = {
    ...(description === null ? {} : { description }),
    source,
    dateUpdated: iso(updated_at),
    ...(overridden ? { overridden } : {}),
  }
  return `${JSON.stringify({ id, key }).slice(0, -1)},"value":${value},${JSON.stringify(rest).slice(1)}`
}
