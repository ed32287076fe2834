/** Which team is above which: read from what descriptors say, and written into them. */
import { setImmediate } from 'node:timers/promises'
import { sql } from 'kysely'
import { MOST_TEAM_EDGES, type TeamEdge } from '../../../contract/catalog/team-hierarchy.ts'
import { inChunks } from '../../core/db/chunks.ts'
import type { Db } from '../../core/db/database.ts'
import { lookUpOn } from '../../core/db/look-up.ts'
import { badRequest } from '../../core/problems/problems.ts'

/** An edge between two teams, and the entity whose descriptor declares it. */
export type DeclaredEdge = TeamEdge & { readonly declaredBy: string; readonly isByParent: boolean }

type Row = { parent: string; child: string; declared_by: string; parent_id: string }

/** Once for each descriptor that declares it. What is archived is left out. @throws Problem 400 where there are too many */
export const declaredTeamEdges = async (db: Db): Promise<DeclaredEdge[]> => {
  const lookUp = lookUpOn(db)
  const { rows } =
    await sql<Row>`select p.tag as parent, c.tag as child, d.declared_by, p.id as parent_id from entities p
      ${sql.raw(lookUp('entity_edges d', 'd.parent_tag = lower(p.tag)'))}
      ${sql.raw(lookUp('entities c', "lower(c.tag) = d.child_tag || '' and c.type || '' = 'team'"))}
    where lower(p.type) = 'team' and p.archived_at is null and c.archived_at is null
    order by p.tag, d.position, c.tag limit ${2 * MOST_TEAM_EDGES + 1}`.execute(db)
  if (rows.length > 2 * MOST_TEAM_EDGES)
    throw badRequest(
      `The hierarchy of teams has more than ${2 * MOST_TEAM_EDGES} relationships. Read it team by team, as the hierarchy of each one in the catalog.`,
    )
  return rows.map(({ parent, child, declared_by, parent_id }) => ({
    parentTeamTag: parent,
    childTeamTag: child,
    declaredBy: declared_by,
    isByParent: declared_by === parent_id,
  }))
}

/** No tag has a line break. */
export const keyOf = ({ parentTeamTag, childTeamTag }: TeamEdge) => `${parentTeamTag}\n${childTeamTag}`.toLowerCase()

export const eachEdgeOnce = <Edge extends TeamEdge>(edges: readonly Edge[]): Edge[] =>
  [...new Map(edges.toReversed().map(edge => [keyOf(edge), edge])).values()].toReversed()

/** The answer to `getTeamEdges`. */
export const teamEdges = async (db: Db): Promise<{ edges: TeamEdge[] }> => ({
  edges: eachEdgeOnce(await declaredTeamEdges(db)).map(({ parentTeamTag, childTeamTag }) => ({
    parentTeamTag,
    childTeamTag,
  })),
})

/** A cycle among these edges, as the tags along it; undefined where there is none. Of any depth, so without recursion. */
export const cycleIn = (edges: readonly TeamEdge[]): string[] | undefined => {
  const children = Map.groupBy(edges, ({ parentTeamTag }) => parentTeamTag.toLowerCase())
  const parents = new Map<string, number>()
  for (const { childTeamTag } of edges)
    parents.set(childTeamTag.toLowerCase(), (parents.get(childTeamTag.toLowerCase()) ?? 0) + 1)
  const free = [...children.keys()].filter(tag => !parents.has(tag))
  for (let tag = free.pop(); tag !== undefined; tag = free.pop())
    for (const edge of children.get(tag) ?? []) {
      const child = edge.childTeamTag.toLowerCase()
      const left = (parents.get(child) ?? 0) - 1
      if (left > 0) parents.set(child, left)
      else parents.delete(child)
      if (left === 0) free.push(child)
    }
  const [start] = parents.keys()
  return start === undefined ? undefined : pathBack(edges, parents, start)
}

/** Each team that is left has a parent that is left: going up ends where it repeats. */
const pathBack = (edges: readonly TeamEdge[], left: ReadonlyMap<string, number>, start: string): string[] => {
  const above = new Map(
    edges
      .filter(({ parentTeamTag }) => left.has(parentTeamTag.toLowerCase()))
      .map(({ parentTeamTag, childTeamTag }) => [childTeamTag.toLowerCase(), parentTeamTag]),
  )
  const path: string[] = []
  const at = new Map<string, number>()
  for (let tag = start; !at.has(tag); ) {
    at.set(tag, path.length)
    const parent = above.get(tag) ?? tag
    path.unshift(parent)
    tag = parent.toLowerCase()
    const known = at.get(tag)
    if (known !== undefined) return path.slice(0, path.length - known)
  }
  return path
}

export type TeamRow = {
  readonly id: string
  readonly tag: string
  readonly version: number
  readonly updated_at: number
  readonly descriptor: string
}

/** The teams with these tags, that of each in its own letter case if there are several. */
export const findTeams = async (db: Db, tags: readonly string[]): Promise<Map<string, { id: string; tag: string }>> => {
  const found: { id: string; tag: string }[] = []
  await inChunks([...new Set(tags.map(tag => tag.toLowerCase()))], async some => {
    const { rows } = await sql<{ id: string; tag: string }>`select id, tag from entities
      where lower(tag) in (${sql.join(some)}) and type || '' = 'team' and coalesce(archived_at, 0) = 0 order by tag`.execute(
      db,
    )
    found.push(...rows)
  })
  const [exact, any] = [
    new Map(found.map(row => [row.tag, row])),
    new Map(found.map(row => [row.tag.toLowerCase(), row])),
  ]
  return new Map(
    tags.flatMap(tag => {
      const row = exact.get(tag) ?? any.get(tag.toLowerCase())
      return row ? [[tag, row] as const] : []
    }),
  )
}

/** Their descriptors. */
export const readSources = async (db: Db, ids: readonly string[]): Promise<TeamRow[]> => {
  const rows: TeamRow[] = []
  await inChunks(ids, async some => {
    const query = db.selectFrom('entities as e').innerJoin('entity_sources as s', 's.id', 'e.id')
    rows.push(
      ...(await query
        .select(['e.id', 'e.tag', 'e.version', 'e.updated_at', 's.descriptor'])
        .where('e.id', 'in', some)
        .execute()),
    )
    await setImmediate()
  })
  return rows
}
