/** The tree of domains, with the number of entities in each. It needs only a database, so it runs on any thread. */
import { sql } from 'kysely'
import type { listDomainTree, TreeDomain } from '../../../contract/catalog/domains.ts'
import type { QueryOf } from '../../../contract/core/operation.ts'
import { inChunks } from '../../core/db/chunks.ts'
import type { Db } from '../../core/db/database.ts'
import { lookUpOn } from '../../core/db/look-up.ts'
import { presentRows } from '../../core/db/rows.ts'
import type { EntityRow } from '../entities/entities.ts'
import { rememberedIn } from '../entities/remembered.ts'
import { type Tree, treeOf } from '../entities/tree.ts'

type Edge = { readonly parentTag: string; readonly childTag: string }

/** For a tree that is returned as a whole. */
const MOST_EDGES = 20_000

const edgesOf = async (db: Db): Promise<Edge[]> => {
  const lookUp = lookUpOn(db)
  const { rows } = await sql<Edge>`select distinct p.tag as "parentTag", c.tag as "childTag" from entities p
      ${sql.raw(lookUp('entity_edges d', 'd.parent_tag = lower(p.tag)'))}
      ${sql.raw(lookUp('entities c', "lower(c.tag) = d.child_tag || '' and lower(c.type || '') = 'domain'"))}
    where lower(p.type) = 'domain' and p.archived_at is null and c.archived_at is null
    order by p.tag, c.tag limit ${MOST_EDGES}`.execute(db)
  return rows
}

const DOMAINS = { type: 'domain', edges: edgesOf } as const

type Counted = { readonly id: string; readonly total: number | string }

/** The number of entities directly in each, not counting domains. An entity that both descriptors list counts once. */
const contentsOf = async (db: Db, ids: readonly string[]): Promise<Map<string, number>> => {
  const counts = new Map<string, number>()
  const lookUp = lookUpOn(db)
  await inChunks(ids, async some => {
    const { rows } = await sql<Counted>`select p.id, count(distinct c.id) as total from entities p
        ${sql.raw(lookUp('entity_edges d', 'd.parent_tag = lower(p.tag)'))}
        ${sql.raw(lookUp('entities c', "lower(c.tag) = d.child_tag || '' and lower(c.type || '') <> 'domain'"))}
      where p.id in (${sql.join(some)}) and c.archived_at is null group by p.id`.execute(db)
    for (const { id, total } of rows) counts.set(id, Number(total))
  })
  return counts
}

const present =
  ({ parents }: Pick<Tree<Edge>, 'parents'>, contents: ReadonlyMap<string, number>) =>
  ({ id, tag, name, description }: EntityRow): TreeDomain => ({
    id,
    tag,
    name,
    ...(description ? { description } : {}),
    contents: contents.get(id) ?? 0,
    hasChildren: parents.has(tag),
  })

/** The answer to `listDomainTree`, as JSON. */
export const domainTreeAsText = async (db: Db, query: QueryOf<typeof listDomainTree>): Promise<string> => {
  const known = await rememberedIn(db)
  return known(['domain-tree', query], async () => {
    const tree = await treeOf(db, DOMAINS, query)
    const { isWhole, rows, edges, paged } = tree
    const contents = await contentsOf(
      db,
      rows.map(({ id }) => id),
    )
    const { shown, marked } = presentRows(rows, { idOf: ({ id }) => id, present: present(tree, contents) })
    return JSON.stringify({ isWhole, domains: shown, ...marked, edges, ...paged })
  })
}
