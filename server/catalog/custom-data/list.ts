/** All custom data of an entity: as functions of a database alone, so that they run on any thread. */
import { sql } from 'kysely'
import type { listCustomData } from '../../../contract/catalog/custom-data.ts'
import { parseExactly } from '../../../contract/core/exact-json.ts'
import type { QueryOf } from '../../../contract/core/operation.ts'
import type { Db } from '../../core/db/database.ts'
import { pageOf } from '../../core/http/page.ts'
import { findEntity } from '../entities/entities.ts'
import { presentText, type Row, WINS } from './custom-data.ts'

const OVERRIDDEN = sql<number>`case when ${WINS} then 0 else 1 end`

/** As JSON. @throws Problem 404 */
export const customDataOf = async (
  db: Db,
  tagOrId: string,
  { includeOverridden = false, ...query }: QueryOf<typeof listCustomData>,
): Promise<string> => {
  const { id } = await findEntity(db, tagOrId)
  const { page, pageSize } = pageOf(query)
  const filter = includeOverridden ? sql`` : sql`and ${WINS}`
  const { rows } = await sql<Row & { overridden: number }>`select c.*, ${OVERRIDDEN} as overridden from custom_data c
    where c.entity_id = ${id} ${filter} order by c.key, c.rank limit ${pageSize} offset ${page * pageSize}`.execute(db)
  return `[${rows.map(row => presentText(row, row.overridden === 1)).join()}]`
}

/** Every value that wins, or the one of a key: as JSON. @throws Problem 404 */
export const allCustomDataOf = async (db: Db, tagOrId: string, key: string | undefined): Promise<string> => {
  const { id } = await findEntity(db, tagOrId)
  const rows = key === undefined ? await winners(db, id) : [await valueAt(db, id, key)].flatMap(row => row ?? [])
  return `[${rows.map(row => presentText(row)).join()}]`
}

const winners = async (db: Db, id: string): Promise<Row[]> => {
  const { rows } = await sql<Row>`select c.* from custom_data c where c.entity_id = ${id} and ${WINS}
    order by c.key`.execute(db)
  return rows
}

/** The key, and each part of it that ends before a dot: the longest first. */
const beginningsOf = (key: string): string[] => {
  const parts = key.split('.')
  return parts.map((_, at) => parts.slice(0, parts.length - at).join('.'))
}

const hasKey = (value: object, key: string) =>
  Array.isArray(value) ? /^\d{1,9}$/.test(key) && Number(key) < value.length : Object.hasOwn(value, key)

/** What a value has at a path; at each step, the rest of the path as one key comes first. */
const within = (value: unknown, path: readonly string[]): unknown => {
  if (path.length === 0) return value
  if (typeof value !== 'object' || value === null || JSON.isRawJSON(value)) return undefined
  const properties: Readonly<Record<string, unknown>> = { ...value }
  const [first = '', ...rest] = path
  const whole = path.join('.')
  if (hasKey(value, whole)) return properties[whole]
  return hasKey(value, first) ? within(properties[first], rest) : undefined
}

/** The value that wins at a key, or else what a value has at the path that the key is. */
export const valueAt = async (db: Db, entityId: string, key: string): Promise<Row | undefined> => {
  const keys = beginningsOf(key)
  const { rows } = await sql<Row>`select c.* from custom_data c
    where c.entity_id = ${entityId} and c.key in (${sql.join(keys)}) and ${WINS}`.execute(db)
  for (const row of rows.toSorted((a, b) => b.key.length - a.key.length)) {
    if (row.key === key) return row
    const found = within(parseExactly(row.value), key.slice(row.key.length + 1).split('.'))
    if (found !== undefined) return { ...row, key, value: JSON.stringify(found) }
  }
  return undefined
}
