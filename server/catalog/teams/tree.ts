/** The tree of teams. */
import type { listTeamTree, TreeTeam } from '../../../contract/catalog/team-hierarchy.ts'
import type { QueryOf } from '../../../contract/core/operation.ts'
import type { Db } from '../../core/db/database.ts'
import { presentRows } from '../../core/db/rows.ts'
import { documentOf, type EntityRow } from '../entities/entities.ts'
import { rememberedIn } from '../entities/remembered.ts'
import { treeOf } from '../entities/tree.ts'
import { teamEdges } from './hierarchy.ts'

const TEAMS = { type: 'team', edges: async (db: Db) => (await teamEdges(db)).edges } as const

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

/** The answer to `listTeamTree`, as JSON. */
export const teamTreeAsText = async (db: Db, query: QueryOf<typeof listTeamTree>): Promise<string> => {
  const known = await rememberedIn(db)
  return known(['team-tree', query], async () => {
    const { isWhole, rows, parents, edges, paged } = await treeOf(db, TEAMS, query)
    const { shown, marked } = presentRows(rows, { idOf: ({ id }) => id, present: present(parents) })
    return JSON.stringify({ isWhole, teams: shown, ...marked, edges, ...paged })
  })
}
