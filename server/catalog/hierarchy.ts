/** Fetches the relatives of entities and the teams that own them; edges may name what does not exist yet. */
import { sql } from 'kysely'
import type { Database, Db } from '../db/database.ts'
import { Family, type Relative } from './family.ts'

/** The most edges that one answer looks at in each direction. */
const MOST_EDGES = 50_000

// `cross join` is an inner join whose order SQLite keeps: left to itself it would begin with the table of all entities

const edges = (way: 'up' | 'down', document: string) => {
  const far = way === 'up' ? 'parent_tag' : 'child_tag'
  return `select * from (select '${way}' as way, ${way}.parent_tag, ${way}.child_tag, ${way}.position, n.id, n.tag, n.name,
      n.type, n.description, n.archived_at, ${document} as document
    from ${way} cross join entities n where n.tag = ${way}.${far} limit ${MOST_EDGES}) as ${way}_edges`
}

/** What is archived is fetched too and left out later: to look at each entity here would cost a fifth more. */
const recursion = (way: 'up' | 'down') => {
  const [near, far] = way === 'up' ? ['child_tag', 'parent_tag'] : ['parent_tag', 'child_tag']
  const step = (from: string, tag: string) => `select e.parent_tag, e.child_tag, e.position
      from ${from} cross join entity_edges e where e.${near} = ${tag}`
  return `${way} (parent_tag, child_tag, position) as (
    ${step('seed', 'seed.tag')} union ${step(way, `${way}.${far}`)})`
}

/** What the answer will show of the family beside the tree itself. */
export type Wanted = { readonly owners: boolean; readonly groups: boolean }

// without `|| ''` SQLite would not use the index on `lower(tag)`, which as an expression has no affinity
const TEAMS = `select distinct 'team', o.name, '', 0, t.id, t.tag, t.name, t.type, t.description, t.archived_at, null
    from (select id from seed union select p.id from up cross join entities p where p.tag = up.parent_tag) as owned
      cross join entity_owners o cross join entities t
    where o.entity_id = owned.id and o.kind = 'GROUP' and t.type = 'team' and lower(t.tag) = o.name || ''`

/**
 * Everything after the seeds (id, tag). `union` keeps each edge once, so that a cycle ends by itself.
 */
const familyOf = ({ owners, groups }: Wanted) => `${recursion('up')}, ${recursion('down')}
  ${edges('up', owners || groups ? 'n.document' : 'null')}
  union all ${edges('down', groups ? 'n.document' : 'null')}
  ${owners ? `union all ${TEAMS}` : ''}`

export type ReadFamily = (entity: { id: string; tag: string }, wanted: Wanted, transaction?: Db) => Promise<Family>

/** Reads the family of one entity by a compiled statement. */
export const familyReader = (database: Database): ReadFamily => {
  const compile = (owners: boolean, groups: boolean) =>
    database.statement<Relative>(`with recursive seed (id, tag) as (select cast($1 as text), cast($2 as text)),
      ${familyOf({ owners, groups })}`)
  const [plain, grouped] = [compile(false, false), compile(false, true)]
  const [owned, ownedAndGrouped] = [compile(true, false), compile(true, true)]
  return async ({ id, tag }, { owners, groups }, transaction) => {
    const statement = owners ? (groups ? ownedAndGrouped : owned) : groups ? grouped : plain
    return new Family(await statement([id, tag], transaction))
  }
}

/** The families of a page of entities, in one statement. */
export const readFamilies = async (db: Db, tags: readonly string[], wanted: Wanted): Promise<Family> => {
  if (tags.length === 0) return new Family([])
  const seed = sql`seed (id, tag) as (select id, tag from entities where tag in (${sql.join(tags)}))`
  const { rows } = await sql<Relative>`with recursive ${seed}, ${sql.raw(familyOf(wanted))}`.execute(db)
  return new Family(rows)
}
