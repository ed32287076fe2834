/**
 * All relationships of a type, in pages. Relationships are left out if an end doesn't exist or is archived, so both ends of each are looked
 * up. The total and the start of each page are cached until something changes.
 */
import { type RawBuilder, sql } from 'kysely'
import type { listRelationships } from '../../../contract/catalog/relationships.ts'
import type { QueryOf } from '../../../contract/core/operation.ts'
import type { Db } from '../../core/db/database.ts'
import type { Page } from '../../core/db/page.ts'
import { pageFields, pageOf } from '../../core/http/page.ts'
import { type Remembered, rememberedIn } from '../entities/remembered.ts'
import { bothEnds, type Entity, presentEntity } from './ends.ts'
import { countsOnce, locationOf, ofType } from './relationships.ts'
import { findType, type TypeRow } from './types.ts'

const COLUMNS = ['id', 'tag', 'name', 'type', 'description']
const columnsOf = (name: string) => COLUMNS.map(column => `${name}.${column} as ${name}_${column}`).join(', ')
const SELECTED = sql.raw(`r.source, r.destination, ${columnsOf('s')}, ${columnsOf('d')}`)

type Ends = { [Column in keyof Entity as `s_${Column}` | `d_${Column}`]: Entity[Column] }
type Row = Ends & { readonly source: string; readonly destination: string }

const relationshipOf = (type: TypeRow, row: Ends) => ({
  relationshipTypeTag: type.tag,
  sourceEntity: presentEntity({
    id: row.s_id,
    tag: row.s_tag,
    name: row.s_name,
    type: row.s_type,
    description: row.s_description,
  }),
  destinationEntity: presentEntity({
    id: row.d_id,
    tag: row.d_tag,
    name: row.d_name,
    type: row.d_type,
    description: row.d_description,
  }),
})

const BOTH_THERE = sql`s.archived_at is null and d.archived_at is null`

const countOf = async (db: Db, type: TypeRow): Promise<number> => {
  const { rows } = await sql<{ total: number | string }>`select count(*) as total from (
      select distinct r.source, r.destination from relationships r where ${ofType(type)}
    ) as pairs ${sql.raw(bothEnds(db, 'pairs'))} where ${BOTH_THERE}`.execute(db)
  return Number(rows[0]?.total)
}

/** Rows of the list, forward or backward. */
type Stretch = {
  readonly after?: { readonly source: string; readonly destination: string } | undefined
  readonly backwards?: boolean
  readonly skipped?: number
  readonly most: number
}

const rowsIn = async (db: Db, type: TypeRow, { after, backwards, skipped = 0, most }: Stretch) => {
  const direction: RawBuilder<unknown> = backwards ? sql`desc` : sql`asc`
  const { rows } = await sql<Row>`select ${SELECTED} from relationships r ${sql.raw(bothEnds(db, 'r'))}
    where r.type = ${type.key} and ${BOTH_THERE} and ${sql.raw(countsOnce(locationOf(type)))}
      ${after ? sql`and (r.source, r.destination) > (${after.source}, ${after.destination})` : sql``}
    order by r.source ${direction}, r.destination ${direction} limit ${most} offset ${skipped}`.execute(db)
  return backwards ? rows.reverse() : rows
}

/** Without a known start, reads from the nearer end of the list. */
const stretchOf = ({ page, pageSize }: Page, total: number): Stretch => {
  const skipped = page * pageSize
  const left = total - skipped
  if (left >= skipped) return { skipped, most: pageSize }
  return { backwards: true, skipped: Math.max(0, left - pageSize), most: Math.min(pageSize, Math.max(0, left)) }
}

type Asked = { readonly type: TypeRow; readonly page: Page; readonly known: Remembered }

const readPage = async (db: Db, { type, page: { page, pageSize }, known }: Asked) => {
  const key = ['relationships', type.key, type.definition_location]
  const count = async () => Number(await known([...key, 'total'], async () => String(await countOf(db, type))))
  const beginning = (at: number) => [...key, 'beginning', pageSize, at]
  const begins = page === 0 ? undefined : known.find(beginning(page))
  const total = page === 0 ? undefined : await count()
  const stretch =
    total === undefined || begins !== undefined
      ? { after: begins === undefined ? undefined : JSON.parse(begins), most: pageSize }
      : stretchOf({ page, pageSize }, total)
  const rows = stretch.most === 0 ? [] : await rowsIn(db, type, stretch)
  const last = rows.at(-1)
  if (last && rows.length === pageSize)
    known.keep(beginning(page + 1), JSON.stringify({ source: last.source, destination: last.destination }))
  return { rows, total: total ?? (rows.length < pageSize ? rows.length : await count()) }
}

/** @throws Problem 404 */
export const relationshipsAsText = async (
  db: Db,
  typeTag: string,
  query: QueryOf<typeof listRelationships>,
): Promise<string> => {
  const known = await rememberedIn(db)
  const type = await findType(db, typeTag)
  const page = pageOf(query)
  const { rows, total } = await readPage(db, { type, page, known })
  return JSON.stringify({ relationships: rows.map(row => relationshipOf(type, row)), ...pageFields(page, total) })
}
