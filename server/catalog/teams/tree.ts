/** Teams below each other, for the page that shows them: all at once where there are few, and otherwise level by level. */
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import {
  type listTeamTree,
  MOST_WHOLE_TREE,
  type TeamEdge,
  type TreeTeam,
} from '../../../contract/catalog/team-hierarchy.ts'
import type { AnswerOf, QueryOf } from '../../../contract/core/operation.ts'
import type { Db } from '../../core/db/database.ts'
import { lookUpOn } from '../../core/db/look-up.ts'
import { firstIds, idsOfPage, rowsInOrder } from '../../core/db/page.ts'
import { presentRows } from '../../core/db/rows.ts'
import { pageFields, pageOf } from '../../core/http/page.ts'
import { documentOf, type EntityRow } from '../entities/entities.ts'
import { rememberedIn } from '../entities/remembered.ts'
import { teamEdges } from './hierarchy.ts'
import { readRows } from './list.ts'

const IS_TEAM = sql<SqlBool>`lower(e.type) = 'team' and e.archived_at is null`

const order = sql`e.tag`

/**
 * Of pairs (`d`), whether the team at that end exists and is not archived. `coalesce` keeps PostgreSQL from reading the index of all that is
 * not archived for each pair.
 */
const isThere = (db: Db, end: 'parent' | 'child') =>
  sql.raw(
    lookUpOn(db)(
      `entities ${end}`,
      `lower(${end}.tag) = d.${end}_tag || '' and ${end}.type || '' = 'team' and coalesce(${end}.archived_at, 0) = 0`,
    ),
  )

const hasNoParent = (db: Db): RawBuilder<SqlBool> =>
  sql<SqlBool>`${IS_TEAM} and not exists (select 1 from entity_edges d ${isThere(db, 'parent')} where d.child_tag = lower(e.tag) and d.parent_tag <> d.child_tag)`

const isBelow = (db: Db, parentTag: string): RawBuilder<SqlBool> =>
  sql<SqlBool>`e.id in (select child.id from entity_edges d ${isThere(db, 'child')} where d.parent_tag = ${parentTag.toLowerCase()})`

/** Of these, the tags of those with a team below them. */
const withChildren = async (db: Db, ids: readonly string[]): Promise<Set<string>> => {
  if (ids.length === 0) return new Set()
  const { rows } = await sql<{ tag: string }>`select e.tag from entities e where e.id in (${sql.join(ids)})
    and exists (select 1 from entity_edges d ${isThere(db, 'child')} where d.parent_tag = lower(e.tag))`.execute(db)
  return new Set(rows.map(({ tag }) => tag))
}

const present =
  (parents: ReadonlySet<string>) =>
  (row: EntityRow): TreeTeam => {
    const { members = [], team } = documentOf(row)
    const [group] = team?.groups ?? []
    return {
      id: row.id,
      tag: row.tag,
      name: row.name,
      ...(row.description ? { description: row.description } : {}),
      members: members.length,
      ...(group && { group: group.name }),
      hasChildren: parents.has(row.tag),
    }
  }

type Found = { readonly ids: readonly string[]; readonly parents: ReadonlySet<string> }

const presented = async (db: Db, { ids, parents }: Found) => {
  const rows = await rowsInOrder(
    ids,
    some => readRows(db, some),
    ({ id }) => id,
  )
  const { shown, marked } = presentRows(rows, { idOf: ({ id }) => id, present: present(parents) })
  return { teams: shown, ...marked }
}

type Tree = AnswerOf<typeof listTeamTree>

const wholeTree = async (db: Db, ids: readonly string[]): Promise<Tree> => {
  const { edges }: { edges: TeamEdge[] } = await teamEdges(db)
  const parents = new Set(edges.map(({ parentTeamTag }) => parentTeamTag))
  const page = { page: 0, pageSize: MOST_WHOLE_TREE }
  return { isWhole: true, ...(await presented(db, { ids, parents })), edges, ...pageFields(page, ids.length) }
}

const level = async (db: Db, query: QueryOf<typeof listTeamTree>): Promise<Tree> => {
  const page = pageOf(query)
  const condition = query.parentTag === undefined ? hasNoParent(db) : isBelow(db, query.parentTag)
  const { ids, total } = await idsOfPage(db, { id: 'e.id', from: sql`from entities e where ${condition}`, order }, page)
  const parents = await withChildren(db, ids)
  return { isWhole: false, ...(await presented(db, { ids, parents })), edges: [], ...pageFields(page, total) }
}

/** The answer to `listTeamTree`, as JSON. */
export const teamTreeAsText = async (db: Db, query: QueryOf<typeof listTeamTree>): Promise<string> => {
  const known = await rememberedIn(db)
  return known(['team-tree', query], async () => {
    const all = { id: 'e.id', from: sql`from entities e where ${IS_TEAM}`, order }
    const ids = query.parentTag === undefined ? await firstIds(db, all, MOST_WHOLE_TREE + 1) : []
    const isWhole = query.parentTag === undefined && ids.length <= MOST_WHOLE_TREE
    return JSON.stringify(isWhole ? await wholeTree(db, ids) : await level(db, query))
  })
}
