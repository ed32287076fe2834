/** Sets and deletes values that come through the API or a webhook, and says so in the audit log. */
import { sql } from 'kysely'
import { MOST_CHARACTERS, MOST_KEYS, type NewCustomData } from '../../../contract/catalog/custom-data.ts'
import { parseExactly } from '../../../contract/core/exact-json.ts'
import type { Entry } from '../../core/changes/entry.ts'
import { shortened } from '../../core/changes/shortened.ts'
import { inChunks } from '../../core/db/chunks.ts'
import type { Db } from '../../core/db/database.ts'
import { lookUpOn } from '../../core/db/look-up.ts'
import type { Context } from '../../core/http/mount.ts'
import { badRequest, notFound } from '../../core/problems/problems.ts'
import { newRow, RANK, type Row, type Source, storeRows } from './custom-data.ts'

type Of = { readonly id: string; readonly tag: string }

/** A value to set of an entity. */
export type Wanted = { readonly entity: Of; readonly data: NewCustomData }

type How = { readonly source: Exclude<Source, 'YAML'>; readonly force?: boolean | undefined }

const AUDITED = 1000

const idOf = ({ entity_id, key }: Pick<Row, 'entity_id' | 'key'>) => `${entity_id} ${key}`

/** What there is of these keys from the same source; of each value its beginning. */
const rowsThere = async (db: Db, rows: readonly Row[]): Promise<Map<string, Row>> => {
  const there = new Map<string, Row>()
  await inChunks(rows, async some => {
    const [{ source = 'API' } = {}] = some
    const wanted = sql.join(some.map(({ entity_id, key }) => sql`(${entity_id}, ${key})`))
    const join = lookUpOn(db)('custom_data c', 'c.entity_id = w.column1 and c.key = w.column2')
    const { rows: found } = await sql<Row>`select c.entity_id, c.key, c.source, c.rank, c.number, c.description,
      c.updated_at, substr(c.value, 1, ${sql.lit(AUDITED)}) as value
      from (values ${wanted}) as w ${sql.raw(join)} where c.source = ${source}`.execute(db)
    for (const row of found) there.set(idOf(row), row)
  })
  return there
}

type Size = { entity_id: string; keys: number | string; size: number | string }

/** @throws Problem 400 where an entity has too many values of a source, or too long ones */
const checkSizes = async (db: Db, entities: readonly Of[], source: Source) => {
  await inChunks(entities, async some => {
    const ids = sql.join(some.map(({ id }) => id))
    const { rows } = await sql<Size>`select entity_id, count(*) as keys, sum(octet_length(value)) as size
      from custom_data where entity_id in (${ids}) and source = ${source} group by entity_id
      having count(*) > ${sql.lit(MOST_KEYS)} or sum(octet_length(value)) > ${sql.lit(MOST_CHARACTERS)} limit 1`.execute(
      db,
    )
    const tag = some.find(({ id }) => id === rows[0]?.entity_id)?.tag
    if (tag !== undefined)
      throw badRequest(
        `${tag} can have up to ${MOST_KEYS.toLocaleString('en')} keys of custom data with 1 MB of values from one source.`,
        'key',
      )
  })
}

/** As the audit log shows it: the text, where it is no short JSON. */
const asFact = ({ value }: Pick<Row, 'value'>): unknown => {
  if (value.length >= AUDITED) return `${value.slice(0, AUDITED)}…`
  return parseExactly(value)
}

const factsOf = (rows: readonly Row[]) =>
  rows.length > 0 ? Object.fromEntries(rows.map(row => [row.key, asFact(row)])) : undefined

const entryOf = (tag: string, before: readonly Row[], after: readonly Row[]): Entry => ({
  action: 'UPDATE',
  objectType: 'ENTITY',
  objectIdentifier: tag,
  changes: shortened({ customData: { before: factsOf(before), after: factsOf(after) } }),
})

const entriesOf = (entities: ReadonlyMap<string, Of>, changed: readonly Row[], there: ReadonlyMap<string, Row>) =>
  Array.from(
    Map.groupBy(changed, ({ entity_id }) => entity_id),
    ([id, rows]) => {
      const before = rows.flatMap(row => there.get(idOf(row)) ?? [])
      return entryOf(entities.get(id)?.tag ?? id, before, rows)
    },
  )

/** What of a call is needed to set values. */
export type Setting = Pick<Context, 'db' | 'now' | 'nothing'> & {
  readonly auditAll: (entries: readonly Entry[]) => Promise<void>
}

/**
 * Sets values, in the order in which writers of the same take turns. Of two values with one key the last counts. What is set already
 * stays as it is. Answers the row of each value.
 * @throws Problem 400 beyond the limits of an entity
 */
export const setValues = async (
  context: Setting,
  wanted: readonly Wanted[],
  { source, force }: How,
): Promise<Row[]> => {
  const { db, now, auditAll, nothing } = context
  const entities = new Map(wanted.map(({ entity }) => [entity.id, entity]))
  const made = wanted.map(({ entity, data }) => newRow(entity.id, data, { source, force, now }))
  const rows = new Map(made.map(row => [idOf(row), row]))
  const inOrder = [...rows.values()].toSorted((a, b) => (idOf(a) < idOf(b) ? -1 : 1))
  const there = await rowsThere(db, inOrder)
  const written = new Map((await storeRows(db, inOrder)).map(row => [idOf(row), row.number]))
  const changed = inOrder.filter(row => written.has(idOf(row)))
  if (changed.length === 0) nothing()
  await checkSizes(db, [...entities.values()], source)
  await auditAll(entriesOf(entities, changed, there))
  return Array.from(rows, ([id, row]) => {
    const number = written.get(id)
    const { number: known = row.number, updated_at = row.updated_at } = there.get(id) ?? {}
    return number === undefined ? { ...row, number: known, updated_at } : { ...row, number }
  })
}

const isDeclared = (tag: string, key: string) =>
  badRequest(
    `The custom data ${key} is declared in the descriptor of ${tag}. Change it there, or use force until the descriptor is written again.`,
    'key',
  )

export const noSuchKey = (tag: string, key: string) => notFound(`${tag} has no custom data with the key ${key}.`)

/**
 * Deletes what came through the API or a webhook; with `force` also what the descriptor says, until it is written again.
 * @throws Problem 404, or 400 for what only the descriptor says
 */
export const deleteValue = async (
  { db, audit }: Context,
  { id, tag }: Of,
  { key, force = false }: { readonly key: string; readonly force?: boolean | undefined },
): Promise<void> => {
  const rows = await db
    .selectFrom('custom_data')
    .selectAll()
    .where('entity_id', '=', id)
    .where('key', '=', key)
    .where('rank', '<', RANK.HIDDEN)
    .execute()
  const deleted = rows.filter(({ source }) => force || source !== 'YAML')
  if (rows.length === 0) throw noSuchKey(tag, key)
  if (deleted.length === 0) throw isDeclared(tag, key)
  await db
    .deleteFrom('custom_data')
    .where('entity_id', '=', id)
    .where('key', '=', key)
    .where('source', '!=', 'YAML')
    .execute()
  if (force)
    await db
      .updateTable('custom_data')
      .set({ rank: RANK.HIDDEN })
      .where('entity_id', '=', id)
      .where('key', '=', key)
      .where('source', '=', 'YAML')
      .execute()
  await audit(
    entryOf(
      tag,
      deleted.toSorted((a, b) => b.rank - a.rank),
      [],
    ),
  )
}
