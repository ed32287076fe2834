/** Trees of entities of one type: returned as a whole if there are few, otherwise level by level. */
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { MOST_WHOLE_TREE } from '../../../contract/catalog/trees.ts'
import { inChunks } from '../../core/db/chunks.ts'
import type { Db } from '../../core/db/database.ts'
import { lookUpOn } from '../../core/db/look-up.ts'
import { firstIds, idsOfPage, rowsInOrder } from '../../core/db/page.ts'
import { pageFields, pageOf } from '../../core/http/page.ts'
import { ENTITY_COLUMNS, type EntityRow } from './entities.ts'

/** The kind of tree. */
export type TreeOf<Edge> = {
  /** In lower case. */
  readonly type: string
  readonly edges: (db: Db) => Promise<Edge[]>
}

type Query = {
  readonly parentTag?: string | undefined
  readonly page?: number | undefined
  readonly pageSize?: number | undefined
}

export type Tree<Edge> = {
  readonly isWhole: boolean
  readonly rows: readonly EntityRow[]
  /** Tags of entities that have children of the same type. */
  readonly parents: ReadonlySet<string>
  /** All edges, if the tree is returned as a whole. */
  readonly edges: readonly Edge[]
  readonly paged: ReturnType<typeof pageFields>
}

const order = sql`e.tag`

const isOfType = (type: string) => sql<SqlBool>`lower(e.type) = ${sql.lit(type)} and e.archived_at is null`

/**
 * Whether the entity at that end of a pair (`d`) exists, has the type and isn't archived. `coalesce` keeps PostgreSQL from reading the index
 * of all entities that aren't archived for each pair.
 */
const isThere = (db: Db, type: string, end: 'parent' | 'child') =>
  sql`${sql.raw(
    lookUpOn(db)(
      `entities ${end}`,
      `lower(${end}.tag) = d.${end}_tag || '' and lower(${end}.type || '') = '${type}' and coalesce(${end}.archived_at, 0) = 0`,
    ),
  )}`

const hasNoParent = (db: Db, type: string): RawBuilder<SqlBool> =>
  sql<SqlBool>`${isOfType(type)} and not exists (select 1 from entity_edges d ${isThere(db, type, 'parent')} where d.child_tag = lower(e.tag) and d.parent_tag <> d.child_tag)`

const isBelow = (db: Db, type: string, parentTag: string): RawBuilder<SqlBool> =>
  sql<SqlBool>`e.id in (select child.id from entity_edges d ${isThere(db, type, 'child')} where d.parent_tag = ${parentTag.toLowerCase()})`

/** Those of these tags that have children of the same type. */
const withChildren = async (db: Db, type: string, ids: readonly string[]): Promise<Set<string>> => {
  if (ids.length === 0) return new Set()
  const { rows } = await sql<{ tag: string }>`select e.tag from entities e where e.id in (${sql.join(ids)})
    and exists (select 1 from entity_edges d ${isThere(db, type, 'child')} where d.parent_tag = lower(e.tag))`.execute(
    db,
  )
  return new Set(rows.map(({ tag }) => tag))
}

const readRows = async (db: Db, ids: readonly string[]): Promise<EntityRow[]> => {
  const rows: EntityRow[] = []
  await inChunks(ids, async some => {
    rows.push(...(await db.selectFrom('entities').select(ENTITY_COLUMNS).where('id', 'in', some).execute()))
  })
  return rows
}

const inOrder = (db: Db, ids: readonly string[]) =>
  rowsInOrder(
    ids,
    some => readRows(db, some),
    ({ id }) => id,
  )

type WithParent = { readonly parentTag?: string; readonly parentTeamTag?: string }

const wholeTree = async <Edge extends WithParent>(db: Db, of: TreeOf<Edge>, ids: readonly string[]) => {
  const edges = await of.edges(db)
  const parents = new Set(edges.map(({ parentTag, parentTeamTag }) => parentTag ?? parentTeamTag ?? ''))
  const paged = pageFields({ page: 0, pageSize: MOST_WHOLE_TREE }, ids.length)
  return { isWhole: true, rows: await inOrder(db, ids), parents, edges, paged }
}

const level = async (db: Db, type: string, query: Query) => {
  const page = pageOf(query)
  const condition = query.parentTag === undefined ? hasNoParent(db, type) : isBelow(db, type, query.parentTag)
  const { ids, total } = await idsOfPage(db, { id: 'e.id', from: sql`from entities e where ${condition}`, order }, page)
  const parents = await withChildren(db, type, ids)
  return { isWhole: false, rows: await inOrder(db, ids), parents, edges: [], paged: pageFields(page, total) }
}

export const treeOf = async <Edge extends WithParent>(db: Db, of: TreeOf<Edge>, query: Query): Promise<Tree<Edge>> => {
  const all = { id: 'e.id', from: sql`from entities e where ${isOfType(of.type)}`, order }
  const ids = query.parentTag === undefined ? await firstIds(db, all, MOST_WHOLE_TREE + 1) : []
  const isWhole = query.parentTag === undefined && ids.length <= MOST_WHOLE_TREE
  return isWhole ? wholeTree(db, of, ids) : level(db, of.type, query)
}
