/**
 * A page of a long list in two steps: first the identifiers, for which an index holds all that most filters and orders ask for, then
 * the rows of that page. What is sorted, skipped and counted is thus short.
 */
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Db } from './database.ts'

export type Page = { readonly page: number; readonly pageSize: number }

export type List = {
  /** `from … where …`, with joins only where a filter needs them. */
  readonly from: RawBuilder<unknown>
  readonly id: string
  readonly order: RawBuilder<unknown>
  /** A condition that leaves out the rows before a place: they still count. */
  readonly after?: RawBuilder<SqlBool> | undefined
  /** What `count` answered before, where that still holds: it looks at every row of the list. */
  readonly known?: (count: () => Promise<number>) => Promise<number>
  /** Counts no further than this. Of more, the total is one that is more than the pages so far hold: clients go on until the last. */
  readonly most?: number
}

const idsOn = async (db: Db, { id, from, order, after }: List, { page, pageSize }: Page): Promise<string[]> => {
  const { rows } = await sql<{ id: string }>`
    select ${sql.ref(id)} as id ${from} ${after ? sql`and ${after}` : sql``} order by ${order} limit ${pageSize} offset ${page * pageSize}`.execute(
    db,
  )
  return rows.map(row => row.id)
}

/** Up to `most` identifiers, in order. */
export const firstIds = (db: Db, list: List, most: number): Promise<string[]> =>
  idsOn(db, list, { page: 0, pageSize: most })

const countOf = async (db: Db, { from }: Pick<List, 'from'>): Promise<number> => {
  const { rows } = await sql<{ total: number }>`select count(*) as total ${from}`.execute(db)
  return Number(rows[0]?.total)
}

const countUpTo = (db: Db, from: RawBuilder<unknown>, most: number) =>
  countOf(db, { from: sql`from (select 1 as one ${from} limit ${most + 1}) as counted` })

/** The identifiers of a page, and how many there are on all pages. */
export const idsOfPage = async (db: Db, list: List, page: Page) => {
  const { known = count => count(), most } = list
  const ids = await idsOn(db, list, page)
  if (page.page === 0 && ids.length < page.pageSize && !list.after) return { ids, total: ids.length }
  if (most !== undefined) {
    const [total, end] = [await countUpTo(db, list.from, most), page.page * page.pageSize + ids.length]
    return { ids, total: total <= most ? total : Math.max(total, ids.length < page.pageSize ? end : end + 1) }
  }
  return { ids, total: await known(() => countOf(db, list)) }
}

/** The rows in the order of their identifiers, of which there may be none. */
export const rowsInOrder = async <Row>(
  ids: readonly string[],
  read: (ids: readonly string[]) => Promise<readonly Row[]>,
  idOf: (row: Row) => string,
): Promise<Row[]> => {
  if (ids.length === 0) return []
  const rows = new Map((await read(ids)).map(row => [idOf(row), row]))
  return ids.flatMap(id => rows.get(id) ?? [])
}
